package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;

/** One person's yes to a request. Whether it counts is judged when the last one lands. */
public record Approval(String by, Instant at) {

    public Approval {
        Checks.filled(by, "by");
        requireNonNull(at, "at is null");
    }
}
