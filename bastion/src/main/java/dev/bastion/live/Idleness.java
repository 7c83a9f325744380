package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long nobody has touched a live session, on the boot-time clock: a machine that slept did not keep anybody busy, and
 * turning the wall clock neither. Thread-safe; touching costs one clock reading.
 */
public final class Idleness {
    /** Finer than this it is not told, so that a stream of packets does not write memory at each. */
    private static final long GRAIN_MILLIS = 50;

    private final BootClock boot;
    private volatile long touched;
    private volatile long warnedSince = -1;

    Idleness(BootClock boot) {
        this.boot = requireNonNull(boot, "boot is null");
        this.touched = boot.millis();
    }

    /** Somebody did something. */
    public void touch() {
        long now = boot.millis();
        if (now - touched >= GRAIN_MILLIS) {
            touched = now;
        }
    }

    Duration lasts() {
        return Duration.ofMillis(boot.millis() - touched);
    }

    /** True once for each stretch of idleness. Asked by one thread. */
    boolean firstWarning() {
        boolean first = warnedSince != touched;
        warnedSince = touched;
        return first;
    }
}
