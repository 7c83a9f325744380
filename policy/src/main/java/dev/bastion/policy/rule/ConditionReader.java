package dev.bastion.policy.rule;

import dev.bastion.policy.yaml.YamlValue;
import java.util.Optional;

/** Reads a condition. Stateless. */
public final class ConditionReader {

    private ConditionReader() {}

    /** Nothing when it is none, or of the wrong type. */
    public static Optional<Condition> read(YamlValue at) {
        return at.text(Condition.MAX_CHARACTERS).flatMap(text -> {
            try {
                return Optional.of(new Condition(text));
            } catch (IllegalArgumentException e) {
                at.problem(
                        "this is not a condition: "
                                + e.getMessage().lines().findFirst().orElse(""),
                        "it is an expression in CEL that is true or false, such as"
                                + " request.duration <= duration('1h') && target.labels['env'] == 'staging'");
                return Optional.empty();
            }
        });
    }
}
