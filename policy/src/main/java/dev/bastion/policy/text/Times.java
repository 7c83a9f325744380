package dev.bastion.policy.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Moments as people read and type them: UTC, and what is left until then. */
public final class Times {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private static final int DAY_LENGTH = 10;

    private Times() {}

    /** {@code 14:00 UTC}, with the day before it when that is not today's: {@code 2026-11-21 14:00 UTC}. */
    public static String clock(Instant at, Instant now) {
        return (day(at).equals(day(now)) ? HOUR : DAY).format(at.atOffset(ZoneOffset.UTC));
    }

    /** {@code 14:00 UTC, in 12m} or {@code 14:00 UTC, 12m ago}, and {@code 14:00 UTC, now}. */
    public static String left(Instant at, Instant now) {
        Duration left = Duration.between(now, at);
        if (left.toSeconds() == 0) {
            return clock(at, now) + ", now";
        }
        String rough = Durations.rough(left.abs());
        return clock(at, now) + (left.isNegative() ? ", " + rough + " ago" : ", in " + rough);
    }

    /** A moment as it is typed: a length before now ({@code 7d}), a day (its begin in UTC), or a time of RFC 3339. */
    public static Optional<Instant> parse(String text, Instant now) {
        Optional<Duration> ago = Durations.parse(text);
        if (ago.isPresent()) {
            return ago.map(now::minus);
        }
        try {
            return Optional.of(
                    text.length() == DAY_LENGTH
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static LocalDate day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
