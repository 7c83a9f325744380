package dev.bastion.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times, lengths and sizes as people read them: {@code 14:00 UTC, in 12m}, {@code 1h 30m}. Thread-safe. */
public final class Wording {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final Clock clock;

    public Wording(Clock clock) {
        this.clock = clock;
    }

    /** The time alone, with the day when it is not today: {@code 14:00 UTC}. */
    public String time(Instant at) {
        boolean today = at.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .equals(clock.instant().atOffset(ZoneOffset.UTC).toLocalDate());
        return (today ? HOUR : DAY).format(at) + " UTC";
    }

    /** The time with what is left or how long ago it was: {@code 14:00 UTC, in 12m}. */
    public String moment(Instant at) {
        Duration left = Duration.between(clock.instant(), at);
        return "%s, %s".formatted(time(at), left.isNegative() ? length(left.negated()) + " ago" : "in " + length(left));
    }

    /** A length in its two largest units, rounded to the nearest second: {@code 20s}, {@code 45m}, {@code 1h 30m}. */
    public static String length(Duration length) {
        long seconds = length.plusMillis(500).truncatedTo(ChronoUnit.SECONDS).toSeconds();
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return two(seconds, 60, "m", 1, "s");
        }
        return seconds < 86_400 ? two(seconds, 3_600, "h", 60, "m") : two(seconds, 86_400, "d", 3_600, "h");
    }

    private static String two(long seconds, long large, String largeUnit, long small, String smallUnit) {
        long rest = seconds % large / small;
        return rest == 0
                ? seconds / large + largeUnit
                : "%d%s %d%s".formatted(seconds / large, largeUnit, rest, smallUnit);
    }

    /** Bytes in the unit that reads best: {@code 812 B}, {@code 4.1 MiB}. */
    public static String bytes(long bytes) {
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
