package dev.bastion.store;

import java.time.Duration;

/** How long to wait before the next try: twice as long each time, up to some seconds. For one thread. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration wait = Duration.ZERO;
    private long until;

    /** The last try failed. */
    void failed(long nanos) {
        wait = wait.isZero() ? FIRST : shorter(wait.multipliedBy(2), LONGEST);
        until = nanos + wait.toNanos();
    }

    /** The last try succeeded. */
    void succeeded() {
        wait = Duration.ZERO;
    }

    /** Whether it is time for the next try. */
    boolean due(long nanos) {
        return wait.isZero() || until - nanos <= 0;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
