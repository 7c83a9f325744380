package dev.bastion.policy.text;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as they are typed and printed: {@code 20s}, {@code 45m}, {@code 2h}, {@code 1d}, {@code 1h30m}. */
public final class Durations {

    private static final Pattern FORM =
            Pattern.compile("(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?" + "(?:([0-9]{1,6})s)?");

    private Durations() {}

    /** Whole days, hours, minutes and seconds in that order, each at most once and at least one of them. */
    public static Optional<Duration> parse(String text) {
        requireNonNull(text, "text is null");
        Matcher parts = FORM.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(number(parts, 1))
                .plusHours(number(parts, 2))
                .plusMinutes(number(parts, 3))
                .plusSeconds(number(parts, 4)));
    }

    /** What {@link #parse} reads again, parts of a second dropped; {@code 0s} for nothing and for less. */
    public static String text(Duration length) {
        requireNonNull(length, "length is null");
        return String.join("", parts(length));
    }

    /** The two weightiest parts, seconds only under five minutes: {@code 3h59m}, {@code 12m}, {@code 4m30s}. */
    public static String rough(Duration length) {
        requireNonNull(length, "length is null");
        boolean brief = length.compareTo(Duration.ofMinutes(5)) < 0;
        Duration shown = brief ? length : Duration.ofMinutes(length.toMinutes());
        List<String> parts = parts(shown);
        return String.join("", parts.subList(0, Math.min(2, parts.size())));
    }

    private static List<String> parts(Duration length) {
        List<String> parts = new ArrayList<>();
        if (length.isPositive()) {
            add(parts, length.toDaysPart(), "d");
            add(parts, length.toHoursPart(), "h");
            add(parts, length.toMinutesPart(), "m");
            add(parts, length.toSecondsPart(), "s");
        }
        return parts.isEmpty() ? List.of("0s") : parts;
    }

    private static void add(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(number + unit);
        }
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
