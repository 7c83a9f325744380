package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.MovedClock;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.rule.Hours;
import dev.bastion.policy.rule.TimeWindow;
import dev.bastion.policy.rule.Use;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Noon is when each begins; the grants are for eight hours. */
class GateKeepsTheHoursOfItsRuleTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Clocks clocks = new Clocks(new MovedClock(TestHouse.NOON));

    @Test
    void closesWithThemBeforeTheGrantEnds() {
        LiveGrant gate = gate(window("08:00", "13:00"));
        assertEquals(TestHouse.NOON.plus(HOUR), gate.closesAt());
        assertEquals(HOUR.toMillis(), gate.millisLeft());
        clocks.pass(HOUR.minusMillis(1));
        assertTrue(gate.open());
        clocks.pass(Duration.ofMillis(1));
        assertFalse(gate.open());
        assertFalse(gate.over());
        assertEquals(EndCause.OUTSIDE_HOURS, gate.closing().cause());
        assertTrue(gate.closing().sentence().contains("they begin at 2026-11-21 08:00 UTC"), gate.closing()::sentence);
    }

    @Test
    void closesWithTheGrantWhereThatEndsFirst() {
        LiveGrant gate = gate(window("08:00", "23:00"));
        clocks.pass(HOUR.multipliedBy(8));
        assertFalse(gate.open());
        assertEquals(EndCause.GRANT_EXPIRED, gate.closing().cause());
    }

    @Test
    void opensAgainWithTheNextOnes() {
        LiveGrant gate = gate(window("08:00", "13:00"), window("15:00", "16:00"));
        clocks.pass(HOUR.multipliedBy(3));
        assertFalse(gate.open());
        assertTrue(follow(gate));
        assertTrue(gate.open());
        assertEquals(HOUR.toMillis(), gate.millisLeft());
        clocks.pass(HOUR);
        assertFalse(gate.open());
        assertTrue(follow(gate));
        assertFalse(gate.open());
    }

    @Test
    void isShutBeforeTheyBegin() {
        LiveGrant gate = gate(window("15:00", "16:00"));
        assertFalse(gate.open());
        assertTrue(gate.millisLeft() <= 0);
        assertFalse(follow(gate));
    }

    @Test
    void doesNotKnowThemWhereTheyNeverClose() {
        LiveGrant gate = gate(window("00:00", "00:00"));
        assertTrue(gate.open());
        assertEquals(gate.end(), gate.closesAt());
    }

    @Test
    void gainsNothingByAClockThatIsSetBack() {
        LiveGrant gate = gate(window("08:00", "13:00"));
        clocks.wall.back(HOUR);
        clocks.pass(HOUR);
        assertFalse(gate.open());
        // By the wall clock it is noon again; what has passed has passed.
        follow(gate);
        assertFalse(gate.open());
        assertEquals(EndCause.OUTSIDE_HOURS, gate.closing().cause());
    }

    @Test
    void gainsNothingInTheNextOnesEither() {
        LiveGrant gate = gate(window("08:00", "13:00"), window("15:00", "16:00"));
        clocks.pass(HOUR.multipliedBy(3));
        clocks.wall.back(HOUR.dividedBy(2));
        clocks.pass(HOUR.dividedBy(2));
        follow(gate);
        assertTrue(gate.open());
        // An hour after three by the clock that nobody turns, half past three by the other.
        clocks.pass(HOUR.dividedBy(2));
        assertFalse(gate.open());
    }

    @Test
    void followsTheRuleWhenThatChanges() {
        LiveGrant gate = gate(window("08:00", "13:00"));
        gate.follow(() -> use(OptionalInt.empty(), window("08:00", "12:30")));
        assertEquals(Duration.ofMinutes(30).toMillis(), gate.millisLeft());
        gate.follow(() -> Use.FREE);
        assertEquals(gate.end(), gate.closesAt());
        gate.follow(() -> use(OptionalInt.empty(), window("18:00", "19:00")));
        assertFalse(gate.open());
    }

    @Test
    void takesNoMoreSessionsThanTheRuleAllowsHoweverTheyCome() throws Exception {
        Use two = use(OptionalInt.of(2));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 500; round++) {
                LiveGrant gate = new LiveGrant(1, "alice", TestHouse.NOON.plus(HOUR), two, clocks.wall, clocks.boot);
                CyclicBarrier together = new CyclicBarrier(4);
                List<Future<Boolean>> all = IntStream.range(0, 4)
                        .mapToObj(number -> threads.submit(() -> {
                            together.await();
                            return gate.register(new HeldSession(number));
                        }))
                        .toList();
                int admitted = 0;
                for (Future<Boolean> one : all) {
                    admitted += one.get() ? 1 : 0;
                }
                assertEquals(2, admitted);
                assertEquals(2, gate.sessions().size());
            }
        }
    }

    private LiveGrant gate(TimeWindow... windows) {
        Instant end = TestHouse.NOON.plus(HOUR.multipliedBy(8));
        return new LiveGrant(1, "alice", end, use(OptionalInt.empty(), windows), clocks.wall, clocks.boot);
    }

    /** As when somebody comes: the rule is the same. */
    private static boolean follow(LiveGrant gate) {
        return gate.follow(gate::use);
    }

    private static Use use(OptionalInt sessions, TimeWindow... windows) {
        return new Use(new Hours(List.of(windows), "those"), List.of(), sessions, Optional.empty(), false);
    }

    private static TimeWindow window(String from, String to) {
        return new TimeWindow(
                EnumSet.allOf(DayOfWeek.class), LocalTime.parse(from), LocalTime.parse(to), ZoneOffset.UTC);
    }
}
