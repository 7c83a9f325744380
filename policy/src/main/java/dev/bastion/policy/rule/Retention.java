package dev.bastion.policy.rule;

import dev.bastion.policy.text.Checks;
import java.time.Duration;

/**
 * A class of recordings that are kept alike.
 *
 * @param keep how long at least
 */
public record Retention(String name, Duration keep) {
    public Retention {
        Checks.filled(name, "name");
        Checks.positive(keep, "keep");
    }
}
