package dev.bastion.notify;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long is waited after a failed try, and when it is given up.
 *
 * @param first the longest wait after the first failure; twice as long after each further one
 * @param longest the longest wait there is
 * @param all since it happened; then it is given up
 */
record Patience(Duration first, Duration longest, Duration all) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(6));

    private static final int MOST_DOUBLINGS = 30;

    Patience {
        Checks.positive(first, "first");
        Checks.positive(longest, "longest");
        Checks.positive(all, "all");
    }

    /** Between half of it and the whole, so that several bastions do not come back at once. */
    Duration wait(int failures, RandomGenerator random) {
        Duration whole = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        long nanos = (whole.compareTo(longest) < 0 ? whole : longest).toNanos();
        return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
    }
}
