package dev.bastion.policy.rule;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.util.Set;

/**
 * What is owed after a grant has ended.
 *
 * @param within how long it may stay unreviewed
 * @param by the groups whose people sign it off; whoever reviews its targets when empty
 * @param holdsBack whether the rule gives a person nothing new while a review of theirs under it is overdue
 */
public record ReviewTerms(Duration within, Set<String> by, boolean holdsBack) {
    public ReviewTerms {
        Checks.positive(within, "within");
        by = Checks.names(by, "by");
    }
}
