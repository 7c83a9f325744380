package dev.bastion.config;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.Optional;

/** Reads the section {@code people}. Stateless. */
final class PeopleTermsReader {
    private static final String NEVER = "never";
    private static final Duration USUAL = Duration.ofDays(90);
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    private PeopleTermsReader() {}

    static PeopleTerms read(YamlMap section) {
        Optional<YamlValue> said = section.value(ConfigKey.PEOPLE_DISABLE_AFTER.word());
        PeopleTerms terms = new PeopleTerms(
                said.isEmpty() ? Optional.of(USUAL) : said.get().text().flatMap(text -> after(said.get(), text)));
        section.refuseUnknown();
        return terms;
    }

    private static Optional<Duration> after(YamlValue value, String text) {
        return text.equals(NEVER) ? Optional.empty() : value.duration(SHORTEST, LONGEST);
    }
}
