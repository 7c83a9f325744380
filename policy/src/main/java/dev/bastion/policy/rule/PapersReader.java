package dev.bastion.policy.rule;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.Map;
import java.util.Optional;

/** Reads {@code reason} and {@code ticket} of a rule. Stateless. */
public final class PapersReader {

    private static final Map<String, Boolean> REASON = Map.of("required", true, "optional", false);

    private PapersReader() {}

    public static Papers read(YamlMap rule) {
        boolean reason = rule.word("reason", REASON).orElse(true);
        return new Papers(reason, rule.value("ticket").flatMap(PapersReader::ticket));
    }

    private static Optional<TicketPattern> ticket(YamlValue at) {
        return at.text().flatMap(text -> {
            try {
                return Optional.of(new TicketPattern(text));
            } catch (IllegalArgumentException e) {
                at.problem(
                        "this is not a ticket pattern: " + e.getMessage(),
                        "it is a regular expression of RE2 for the whole ticket, such as INC-[0-9]+");
                return Optional.empty();
            }
        });
    }
}
