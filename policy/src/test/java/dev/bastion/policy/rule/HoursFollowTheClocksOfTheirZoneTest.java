package dev.bastion.policy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoursFollowTheClocksOfTheirZoneTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static TimeWindow window(Set<DayOfWeek> days, String from, String to) {
        return new TimeWindow(days, LocalTime.parse(from), LocalTime.parse(to), BERLIN);
    }

    private final Hours office = new Hours(
            List.of(window(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "08:00", "18:00")), "office hours");

    @Test
    void opensAndClosesToTheMoment() {
        // A Friday in winter: 08:00 in Berlin is 07:00 UTC.
        assertFalse(office.openAt(Instant.parse("2026-11-20T06:59:59.999Z")));
        assertTrue(office.openAt(Instant.parse("2026-11-20T07:00:00Z")));
        assertEquals(
                Optional.of(Instant.parse("2026-11-20T17:00:00Z")),
                office.openUntil(Instant.parse("2026-11-20T16:59:59Z")));
        assertFalse(office.openAt(Instant.parse("2026-11-20T17:00:00Z")));
        assertFalse(office.openAt(Instant.parse("2026-11-21T12:00:00Z")), "a Saturday");
        assertEquals(
                Optional.of(Instant.parse("2026-11-23T07:00:00Z")),
                office.opensNext(Instant.parse("2026-11-20T17:00:00Z")));
    }

    @Test
    void movesWithDaylightSaving() {
        assertTrue(office.openAt(Instant.parse("2026-07-01T06:00:00Z")), "08:00 in summer");
    }

    @Test
    void goesOnPastMidnight() {
        Hours night = new Hours(List.of(window(EnumSet.of(DayOfWeek.FRIDAY), "22:00", "06:00")), "");

        assertTrue(night.openAt(Instant.parse("2026-11-21T04:59:59Z")));
        assertFalse(night.openAt(Instant.parse("2026-11-21T05:00:00Z")));
        assertFalse(night.openAt(Instant.parse("2026-11-20T04:00:00Z")), "that night began on Thursday");
    }

    @Test
    void joinsWindowsThatFollowOnEachOther() {
        Hours joined = new Hours(
                List.of(
                        window(EnumSet.of(DayOfWeek.FRIDAY), "08:00", "12:00"),
                        window(EnumSet.of(DayOfWeek.FRIDAY), "12:00", "00:00")),
                "");

        assertEquals(
                Optional.of(Instant.parse("2026-11-20T23:00:00Z")),
                joined.openUntil(Instant.parse("2026-11-20T08:00:00Z")));
    }

    @Test
    void neverClosesWhereEveryDayIsWhole() {
        Hours whole = new Hours(List.of(window(EnumSet.allOf(DayOfWeek.class), "00:00", "00:00")), "");

        assertTrue(whole.openAt(Instant.parse("2026-11-20T23:00:00Z")));
        assertEquals(Optional.empty(), whole.openUntil(Instant.parse("2026-11-20T12:00:00Z")));
        assertEquals(Optional.empty(), Hours.ALWAYS.openUntil(Instant.parse("2026-11-20T12:00:00Z")));
    }
}
