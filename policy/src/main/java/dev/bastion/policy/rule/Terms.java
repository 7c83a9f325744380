package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.util.Optional;

/**
 * For how long a rule gives, and from when.
 *
 * @param byDefault the length when none is asked for
 * @param max the longest, extensions included
 * @param latestStart how long after approval a grant that starts at first use may wait; there exactly when it does
 * @param lapse how long a request waits for its approvals
 */
public record Terms(Duration byDefault, Duration max, StartAt startAt, Optional<Duration> latestStart, Duration lapse) {

    /** How long a request waits under a rule that says nothing of it. */
    public static final Duration DEFAULT_LAPSE = Duration.ofHours(1);

    public Terms {
        Checks.positive(byDefault, "byDefault");
        Checks.positive(max, "max");
        Checks.check(byDefault.compareTo(max) <= 0, "byDefault is more than max");
        requireNonNull(startAt, "startAt is null");
        requireNonNull(latestStart, "latestStart is null");
        Checks.check(latestStart.isPresent() == (startAt == StartAt.FIRST_USE), "latestStart belongs to FIRST_USE");
        Checks.positive(lapse, "lapse");
    }
}
