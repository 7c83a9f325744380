package dev.bastion.control;

import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Times, lengths and sizes as people read them: {@code 14:00 UTC, in 12m}, {@code 1h30m}, {@code 4.1 MiB}. */
final class Wording {
    private final Clock clock;

    Wording(Clock clock) {
        this.clock = clock;
    }

    /** The time alone, with the day when it is not today: {@code 14:00 UTC}. */
    String time(Instant at) {
        return Times.clock(at, clock.instant());
    }

    /** The time with what is left or how long ago it was: {@code 14:00 UTC, in 12m}. */
    String moment(Instant at) {
        return Times.left(at, clock.instant());
    }

    /** A length in its two largest units: {@code 20s}, {@code 45m}, {@code 1h30m}. */
    static String length(Duration length) {
        return Durations.rough(length);
    }

    /** Bytes in the unit that reads best: {@code 812 B}, {@code 4.1 MiB}. */
    static String bytes(long bytes) {
        if (bytes < 1_024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        do {
            value /= 1_024;
            unit++;
        } while (value >= 1_024 && unit < 4);
        return "%.1f %ciB".formatted(value, "KMGTP".charAt(unit));
    }
}
