package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serial numbers for certificates: always greater than the one before, positive, never 0 and never the same twice.
 *
 * <p>The high 43 bits are milliseconds since 1970 (good until the year 2248), the low 20 bits random, so that two
 * bastions on one database do not meet. After a restart numbers continue above a floor that the caller knows from the
 * ledger; so they do not repeat even when the clock has been set back meanwhile. Safe for use by many threads, without
 * blocking.
 */
public final class SerialSource {
    private static final int RANDOM_BITS = 20;

    private final Clock clock;
    private final SecureRandom random;
    private final AtomicLong newest;

    /**
     * A source whose numbers are all greater than {@code floor}.
     *
     * @param floor the greatest serial known, or {@link #floorAt} of the newest time known, whichever is greater; 0
     *     where nothing was ever signed
     */
    public SerialSource(Clock clock, SecureRandom random, long floor) {
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
        if (floor < 0) {
            throw new IllegalArgumentException("floor is negative");
        }
        // Until the clock has passed the floor, another source that began at the same one must not count the same way.
        this.newest = new AtomicLong(floor == 0 ? 0 : floor + random.nextInt(1 << RANDOM_BITS));
    }

    /** A number that no serial given out until the end of that instant's second exceeds. */
    public static long floorAt(Instant instant) {
        return ((instant.getEpochSecond() + 1) * 1000) << RANDOM_BITS;
    }

    /** The time in a serial's high bits: when it was given out, unless the clock had been set back before. */
    public static Instant timeOf(long serial) {
        return Instant.ofEpochMilli(serial >>> RANDOM_BITS);
    }

    /** The next number. */
    public long next() {
        long candidate = (clock.millis() << RANDOM_BITS) | random.nextInt(1 << RANDOM_BITS);
        return newest.updateAndGet(last -> Math.max(last + 1, candidate));
    }
}
