package dev.bastion.config;

import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_ALGORITHMS;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_CLIENT_ID;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_CLIENT_SECRET_ENV;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_CLIENT_SECRET_FILE;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_GRACE;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_GROUPS;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_GROUPS_CLAIM;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_ISSUER;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_LENGTH;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_PERSON_CLAIM;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_REFRESH;
import static dev.bastion.config.ConfigKey.SINGLE_SIGN_ON_SCOPES;

import dev.bastion.policy.text.Plain;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the section {@code single-sign-on}. */
final class SingleSignOnReader {
    /** Those that are signed with a private key and checked with a public one, and no others. */
    private static final Map<String, String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA").stream()
                    .collect(Collectors.toUnmodifiableMap(name -> name, name -> name));

    private static final Set<String> USUAL = Set.of("RS256", "ES256", "EdDSA");
    private static final String OPENID = "openid";

    private final SecretReader secrets;
    private final boolean demo;

    SingleSignOnReader(SecretReader secrets, boolean demo) {
        this.secrets = secrets;
        this.demo = demo;
    }

    Optional<SingleSignOn> read(YamlMap section) {
        Optional<URI> issuer = section.required(SINGLE_SIGN_ON_ISSUER.word())
                .flatMap(value -> value.text().flatMap(text -> issuer(text, value)));
        Optional<String> client =
                section.required(SINGLE_SIGN_ON_CLIENT_ID.word()).flatMap(SingleSignOnReader::word);
        Optional<Secret> secret =
                secrets.read(section, SINGLE_SIGN_ON_CLIENT_SECRET_FILE, SINGLE_SIGN_ON_CLIENT_SECRET_ENV);
        List<String> scopes = scopes(section);
        String person = claim(section, SINGLE_SIGN_ON_PERSON_CLAIM, "preferred_username");
        String groupsClaim = claim(section, SINGLE_SIGN_ON_GROUPS_CLAIM, "groups");
        Map<String, String> groups = section.map(SINGLE_SIGN_ON_GROUPS.word())
                .map(SingleSignOnReader::groups)
                .orElse(Map.of());
        Set<String> algorithms = algorithms(section);
        Duration length = section.duration(SINGLE_SIGN_ON_LENGTH.word(), Duration.ofMinutes(5), Duration.ofDays(7))
                .orElse(Duration.ofHours(8));
        Duration refresh = section.duration(SINGLE_SIGN_ON_REFRESH.word(), Duration.ofSeconds(1), Duration.ofHours(1))
                .orElse(Duration.ofMinutes(5));
        Duration grace = section.duration(SINGLE_SIGN_ON_GRACE.word(), Duration.ofSeconds(1), Duration.ofDays(1))
                .orElse(Duration.ofHours(1));
        if (grace.compareTo(refresh) < 0) {
            section.problem(
                    SINGLE_SIGN_ON_GRACE.word(),
                    "the grace is shorter than the time between two refreshes",
                    "the provider would never be asked in time");
        }
        section.refuseUnknown();
        return issuer.isPresent() && client.isPresent()
                ? Optional.of(new SingleSignOn(
                        issuer.get(),
                        client.get(),
                        secret,
                        scopes,
                        person,
                        groupsClaim,
                        groups,
                        algorithms,
                        length,
                        refresh,
                        grace,
                        demo))
                : Optional.empty();
    }

    private Optional<URI> issuer(String text, YamlValue at) {
        Optional<String> fault = WebAddress.fault(text, demo, "tokens");
        if (fault.isEmpty() && URI.create(text).getRawQuery() != null) {
            fault = Optional.of("the address holds a query, and no issuer does");
        }
        fault.ifPresent(
                why -> at.problem(why, "write it exactly as the provider does: https://login.example.org/realm"));
        return fault.isEmpty() ? Optional.of(URI.create(text)) : Optional.empty();
    }

    private static Optional<String> word(YamlValue value) {
        return value.text().filter(text -> isWord(value, text));
    }

    private static String claim(YamlMap section, ConfigKey key, String usual) {
        return section.value(key.word()).flatMap(SingleSignOnReader::word).orElse(usual);
    }

    /** What goes into the form that is posted, or names a claim: one word. */
    private static boolean isWord(YamlValue at, String text) {
        boolean word = text.chars().allMatch(c -> c > ' ' && c < 0x7f) && !text.isEmpty();
        if (!word) {
            at.problem("'%s' is not one word of ASCII".formatted(Plain.shown(text)), "write it as the provider does");
        }
        return word;
    }

    private static List<String> scopes(YamlMap section) {
        if (!section.has(SINGLE_SIGN_ON_SCOPES.word())) {
            return List.of(OPENID);
        }
        List<String> scopes = section.list(SINGLE_SIGN_ON_SCOPES.word()).stream()
                .flatMap(item -> word(item).stream())
                .toList();
        if (!scopes.contains(OPENID)) {
            section.problem(
                    SINGLE_SIGN_ON_SCOPES.word(), "without 'openid' no provider gives an ID token", "add it to them");
        }
        return scopes;
    }

    private static Map<String, String> groups(YamlMap map) {
        Map<String, String> groups = new TreeMap<>();
        map.entries().forEach(entry -> entry.value().text().ifPresent(group -> groups.put(entry.name(), group)));
        return groups;
    }

    private static Set<String> algorithms(YamlMap section) {
        if (!section.has(SINGLE_SIGN_ON_ALGORITHMS.word())) {
            return USUAL;
        }
        Set<String> algorithms = new LinkedHashSet<>();
        section.filledList(SINGLE_SIGN_ON_ALGORITHMS.word(), "leave it out for RS256, ES256 and EdDSA")
                .forEach(item -> item.word(ALGORITHMS).ifPresent(algorithms::add));
        return algorithms.isEmpty() ? USUAL : algorithms;
    }
}
