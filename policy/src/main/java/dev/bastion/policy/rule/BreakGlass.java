package dev.bastion.policy.rule;

import dev.bastion.policy.text.Checks;
import java.time.Duration;

/**
 * What a rule gives at once and without approval in an emergency.
 *
 * @param max the longest; shorter than what the rule gives with approval
 * @param reviewWithin how long after its end it may stay unreviewed
 */
public record BreakGlass(Duration max, Duration reviewWithin) {
    public BreakGlass {
        Checks.positive(max, "max");
        Checks.positive(reviewWithin, "reviewWithin");
    }
}
