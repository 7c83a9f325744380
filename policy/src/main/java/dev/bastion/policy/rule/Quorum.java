package dev.bastion.policy.rule;

import dev.bastion.policy.text.Checks;

/**
 * So many people of a group who must agree.
 *
 * @param count at least 1; persons, never identities
 */
public record Quorum(int count, String from) {
    public Quorum {
        Checks.check(count > 0, "count is not positive");
        Checks.filled(from, "from");
    }
}
