package dev.bastion.config;

import static dev.bastion.config.ConfigKey.POLICY_CONTROL_CEILING;
import static dev.bastion.config.ConfigKey.POLICY_CONTROL_KEEP_AT_LEAST;
import static dev.bastion.config.ConfigKey.POLICY_CONTROL_SIGNATURES;
import static dev.bastion.config.ConfigKey.POLICY_CONTROL_SIGNERS;

import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Naming;
import dev.bastion.policy.ParseContext;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the section {@code policy-control}. For one thread. */
final class PolicyControlReader {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST_SIGNATURES = 16;
    private static final Duration SHORTEST_KEPT = Duration.ofDays(1);
    private static final Duration LONGEST_KEPT = Duration.ofDays(36_500);
    private static final int MOST_SIGNERS = 64;

    private final Map<SshPublicKey, String> owners = new HashMap<>();

    private PolicyControlReader() {}

    static PolicyControl read(YamlMap section) {
        Optional<Duration> ceiling = section.duration(POLICY_CONTROL_CEILING.word(), SHORTEST, LONGEST);
        OptionalInt signatures = section.number(POLICY_CONTROL_SIGNATURES.word(), 1, MOST_SIGNATURES);
        SortedMap<String, Set<SshPublicKey>> signers = section.map(POLICY_CONTROL_SIGNERS.word())
                .map(map -> new PolicyControlReader().signers(map))
                .orElseGet(TreeMap::new);
        boolean sound = sound(section, signatures, signers);
        Duration kept = section.duration(POLICY_CONTROL_KEEP_AT_LEAST.word(), SHORTEST_KEPT, LONGEST_KEPT)
                .orElse(ParseContext.YEAR);
        section.refuseUnknown();
        return new PolicyControl(ceiling, sound ? signatures.orElse(0) : 0, signers, kept);
    }

    /** Signers without a number would look like a demand and be none. */
    private static boolean sound(
            YamlMap section, OptionalInt signatures, SortedMap<String, Set<SshPublicKey>> signers) {
        boolean named = section.has(POLICY_CONTROL_SIGNERS.word());
        if (named && !section.has(POLICY_CONTROL_SIGNATURES.word())) {
            section.problem(POLICY_CONTROL_SIGNERS.word(), "nothing says how many of these must sign", "signatures: 2");
        }
        if (signatures.isPresent() && signatures.getAsInt() > signers.size()) {
            section.problem(
                    POLICY_CONTROL_SIGNATURES.word(),
                    "%d signers must sign, and %d can".formatted(signatures.getAsInt(), signers.size()),
                    "signers: {bob: [\"ssh-ed25519 AAAA…\"]}");
            return false;
        }
        return true;
    }

    private SortedMap<String, Set<SshPublicKey>> signers(YamlMap map) {
        SortedMap<String, Set<SshPublicKey>> signers = new TreeMap<>();
        List<YamlMap.Entry> entries = map.entries();
        if (entries.size() > MOST_SIGNERS) {
            map.problem("%d signers are more than %d".formatted(entries.size(), MOST_SIGNERS), "");
            return signers;
        }
        for (YamlMap.Entry entry : entries) {
            Set<SshPublicKey> keys = keys(entry);
            if (Naming.name(entry.at(), entry.name()) && !keys.isEmpty()) {
                signers.put(entry.name(), keys);
            }
        }
        return signers;
    }

    private Set<SshPublicKey> keys(YamlMap.Entry signer) {
        Set<SshPublicKey> keys = new LinkedHashSet<>();
        List<YamlValue> lines = signer.value().list();
        if (lines.isEmpty()) {
            signer.at().problem("this signer has no key", "name: [\"the line of the .pub file\"]");
        }
        lines.forEach(line -> line.text()
                .flatMap(text -> key(line, text))
                .filter(key -> isOf(signer.name(), key, line))
                .ifPresent(keys::add));
        return keys;
    }

    private static Optional<SshPublicKey> key(YamlValue at, String text) {
        try {
            return Optional.of(SshPublicKey.parseLine(text));
        } catch (MalformedKeyException malformed) {
            at.problem(malformed.getMessage(), "paste the line of the .pub file: ssh-ed25519 AAAA… name");
            return Optional.empty();
        }
    }

    /** One key that stood for two signers would make one person two. */
    private boolean isOf(String signer, SshPublicKey key, YamlValue at) {
        String owner = owners.putIfAbsent(key, signer);
        if (owner != null) {
            at.problem("this is a key of '%s' already".formatted(owner), "one key is one signer's");
        }
        return owner == null;
    }
}
