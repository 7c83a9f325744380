package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that nothing has come for a moment. One timer is enough, however much comes: when it is due it looks how long it has been
 * quiet. Whoever uses it holds one lock around each call.
 */
final class Pause {
    private static final Duration MOMENT = Duration.ofMillis(40);

    /** Runs a step after some time; the step takes the lock itself. */
    interface Later {
        void run(Duration time, Runnable step);
    }

    private final Later later;
    private final LongSupplier nanos;
    private final Runnable look;
    private boolean awaited;
    private long last;

    /**
     * @param nanos a steady clock
     * @param look takes the lock and asks {@link #over}
     */
    Pause(Later later, LongSupplier nanos, Runnable look) {
        this.later = requireNonNull(later, "later is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.look = requireNonNull(look, "look is null");
    }

    /** Something came that waits for what follows. */
    void begin() {
        last = nanos.getAsLong();
        if (!awaited) {
            await(MOMENT);
        }
    }

    /** Whether the moment is over; if not, it will be looked again. */
    boolean over() {
        awaited = false;
        Duration left = MOMENT.minusNanos(nanos.getAsLong() - last);
        if (left.isPositive()) {
            await(left);
        }
        return !awaited;
    }

    private void await(Duration time) {
        awaited = true;
        later.run(time, look);
    }
}
