package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Optional;

/**
 * That a person is shut out: they left, or have not been here for long.
 *
 * @param by who did it; nobody where it came of itself
 */
public record Disabling(String person, Optional<String> by, String reason, Instant at) {
    public Disabling {
        Checks.filled(person, "person");
        requireNonNull(by, "by is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(at, "at is null");
    }
}
