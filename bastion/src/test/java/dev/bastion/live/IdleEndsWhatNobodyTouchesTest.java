package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.MovedClock;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.rule.Hours;
import dev.bastion.policy.rule.Use;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class IdleEndsWhatNobodyTouchesTest {
    private final Clocks clocks = new Clocks(new MovedClock(TestHouse.NOON));

    @Test
    void warnsAMinuteBeforeAndEndsAtTheMinute() {
        HeldSession session = session();
        LiveGrant grant = grant(Duration.ofMinutes(15), session);
        look(grant, Duration.ofMinutes(14).minusMillis(1));
        assertEquals(List.of(), session.idleWarnings);
        look(grant, Duration.ofMillis(1));
        look(grant, Duration.ofSeconds(30));
        assertEquals(List.of(Duration.ofMinutes(1)), session.idleWarnings);
        look(grant, Duration.ofSeconds(30).minusMillis(1));
        assertEquals(List.of(), session.ends);
        look(grant, Duration.ofMillis(1));
        assertEquals(List.of(EndCause.IDLE), session.ends);
        assertEquals(List.of("nothing was typed for 15m, which is as long as its rule allows"), session.sentences);
    }

    @Test
    void warnsAtHalfTimeWhereTheWholeIsShorterThanTwoMinutes() {
        HeldSession session = session();
        LiveGrant grant = grant(Duration.ofSeconds(20), session);
        look(grant, Duration.ofSeconds(10));
        assertEquals(List.of(Duration.ofSeconds(10)), session.idleWarnings);
    }

    @Test
    void beginsAnewWithEachTouchAndWarnsAnew() {
        HeldSession session = session();
        LiveGrant grant = grant(Duration.ofMinutes(15), session);
        look(grant, Duration.ofMinutes(14));
        session.idleness.touch();
        look(grant, Duration.ofMinutes(13));
        assertEquals(1, session.idleWarnings.size());
        look(grant, Duration.ofMinutes(1));
        assertEquals(2, session.idleWarnings.size());
        assertEquals(List.of(), session.ends);
    }

    @Test
    void countsTheMachinesSleepAndNotTheWallClocksTurns() {
        HeldSession session = session();
        LiveGrant grant = grant(Duration.ofMinutes(15), session);
        clocks.wall.forward(Duration.ofMinutes(20));
        IdleWatch.look(grant);
        assertEquals(List.of(), session.ends);
        clocks.sleep(Duration.ofMinutes(15));
        IdleWatch.look(grant);
        assertEquals(List.of(EndCause.IDLE), session.ends);
    }

    @Test
    void endsNothingWhereTheRuleSaysNothing() {
        HeldSession session = session();
        LiveGrant grant = new LiveGrant(1, "alice", TestHouse.NOON.plusSeconds(1), Use.FREE, clocks.wall, clocks.boot);
        grant.register(session);
        look(grant, Duration.ofDays(1));
        assertEquals(List.of(), session.ends);
    }

    private HeldSession session() {
        return new HeldSession(1, clocks.boot);
    }

    private LiveGrant grant(Duration idle, HeldSession session) {
        Use use = new Use(Hours.ALWAYS, List.of(), OptionalInt.empty(), Optional.of(idle), false);
        LiveGrant grant =
                new LiveGrant(1, "alice", TestHouse.NOON.plus(Duration.ofHours(1)), use, clocks.wall, clocks.boot);
        grant.register(session);
        return grant;
    }

    private void look(LiveGrant grant, Duration later) {
        clocks.pass(later);
        IdleWatch.look(grant);
    }
}
