package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.List;

/** How one rule stands to what is asked for. */
public sealed interface RuleMatch {

    Rule rule();

    /** The rule covers all of it. */
    record Covers(Rule rule) implements RuleMatch {
        public Covers {
            requireNonNull(rule, "rule is null");
        }
    }

    /** The rule does not; every reason, the weightiest first: person, target, login, permit, length. */
    record Misses(Rule rule, List<RuleMiss> misses) implements RuleMatch {
        public Misses {
            requireNonNull(rule, "rule is null");
            requireNonNull(misses, "misses is null");
            misses = List.copyOf(misses);
            Checks.check(!misses.isEmpty(), "misses is empty");
        }
    }
}
