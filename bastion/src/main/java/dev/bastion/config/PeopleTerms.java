package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How long people keep access whom nobody sees.
 *
 * @param disableAfter after how long without use a person is disabled; never when empty
 */
public record PeopleTerms(Optional<Duration> disableAfter) {
    public PeopleTerms {
        requireNonNull(disableAfter, "disableAfter is null");
    }
}
