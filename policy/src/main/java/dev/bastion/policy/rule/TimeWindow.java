package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Hours of some days of the week, by the clocks of one zone.
 *
 * @param days on which the hours begin
 * @param from the first moment
 * @param to the first moment that is over; at or before {@code from} it is that of the next day, so that
 *     {@code 00:00} to {@code 00:00} is the whole day
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    public TimeWindow {
        requireNonNull(days, "days is null");
        Checks.check(!days.isEmpty(), "days is empty");
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(zone, "zone is null");
    }

    /** When the window that is open at that moment closes; nothing while it is closed. */
    public Optional<Instant> openUntil(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return opened(today, now).or(() -> opened(today.minusDays(1), now));
    }

    /** When it next opens, at or after that moment. */
    public Instant opensNext(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int day = 0; day <= 7; day++) {
            LocalDate date = today.plusDays(day);
            Instant start = at(date, from);
            if (days.contains(date.getDayOfWeek()) && !start.isBefore(now)) {
                return start;
            }
        }
        throw new IllegalStateException("a week has every day");
    }

    private Optional<Instant> opened(LocalDate date, Instant now) {
        Instant end = at(to.isAfter(from) ? date : date.plusDays(1), to);
        boolean open = days.contains(date.getDayOfWeek()) && !at(date, from).isAfter(now) && end.isAfter(now);
        return open ? Optional.of(end) : Optional.empty();
    }

    /** A time that the clocks jump over is the moment of the jump or after; one that comes twice is the first. */
    private Instant at(LocalDate date, LocalTime time) {
        return ZonedDateTime.of(date, time, zone).toInstant();
    }
}
