package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;

/** That something is kept whatever its class of retention says. */
public record Hold(Held held, String by, String reason, Instant at) {
    public Hold {
        requireNonNull(held, "held is null");
        Checks.filled(by, "by");
        requireNonNull(reason, "reason is null");
        requireNonNull(at, "at is null");
    }
}
