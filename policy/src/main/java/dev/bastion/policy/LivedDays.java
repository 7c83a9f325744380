package dev.bastion.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * On which days of UTC anything was written, hence which time the installation has lived through. One thread writes.
 *
 * <p>A clock that is turned ahead leaves days without an entry behind it. So a stretch without one counts for some days and
 * no more: what follows from months without use, or from years of keeping, follows only when they have passed.
 */
final class LivedDays {

    /** As much as a bastion may stand still and everybody be away, over a long weekend and a mishap. */
    static final Duration LONGEST_SILENCE = Duration.ofDays(7);

    private final Table<Long, Long> days;

    LivedDays() {
        this(Table.base());
    }

    private LivedDays(Table<Long, Long> days) {
        this.days = days;
    }

    LivedDays overlay() {
        return new LivedDays(days.overlay());
    }

    void saw(AccessEvent event) {
        long day = day(event.at());
        if (days.row(day).isEmpty()) {
            days.put(day, day);
        }
    }

    boolean on(Instant moment) {
        return days.row(day(moment)).isPresent();
    }

    /** How much of that time it has lived through for certain; nothing when the one is not before the other. */
    Duration between(Instant from, Instant to) {
        Duration lived = Duration.ZERO;
        Instant before = from;
        for (long day : days.rows(day(from) + 1, day(to))) {
            Instant begin = Instant.EPOCH.plus(Duration.ofDays(day));
            lived = lived.plus(atMost(Duration.between(before, begin)));
            before = begin;
        }
        return from.isBefore(to) ? lived.plus(atMost(Duration.between(before, to))) : Duration.ZERO;
    }

    private static Duration atMost(Duration silence) {
        return silence.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : silence;
    }

    private static long day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
    }
}
