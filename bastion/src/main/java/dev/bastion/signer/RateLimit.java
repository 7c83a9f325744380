package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** So many in a minute, a minute's worth of them at once. Thread-safe. */
final class RateLimit {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int perMinute;
    private final Clock clock;
    private double left;
    private Instant before;

    RateLimit(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = requireNonNull(clock, "clock is null");
        this.left = perMinute;
        this.before = clock.instant();
    }

    /** Takes one; false when there is none left. A clock that is set back gives none. */
    synchronized boolean oneMore() {
        Instant now = clock.instant();
        if (now.isAfter(before)) {
            double gained = (double) Duration.between(before, now).toNanos() * perMinute / MINUTE_NANOS;
            left = Math.min(perMinute, left + gained);
        }
        before = now;
        if (left < 1) {
            return false;
        }
        left -= 1;
        return true;
    }
}
