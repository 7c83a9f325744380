package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * To what a site holds its policies, whoever writes them.
 *
 * @param ceiling the longest that a rule may give; any when empty
 */
public record PolicyControl(Optional<Duration> ceiling) {
    public PolicyControl {
        requireNonNull(ceiling, "ceiling is null");
    }
}
