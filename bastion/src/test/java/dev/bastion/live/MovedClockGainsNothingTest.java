package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.MovedClock;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.rule.Use;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MovedClockGainsNothingTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant END = TestHouse.NOON.plus(HOUR);

    private final Clocks clocks = new Clocks(new MovedClock(TestHouse.NOON));
    private final LiveGrant grant = new LiveGrant(41, "alice", END, Use.FREE, clocks.wall, clocks.boot);

    @Test
    void closesAtTheMillisecondOfItsEnd() {
        clocks.pass(HOUR.minusMillis(1));
        assertTrue(grant.open());
        assertEquals(1, grant.millisLeft());
        clocks.pass(Duration.ofMillis(1));
        assertFalse(grant.open());
    }

    @Test
    void endsAfterItsLengthWhenTheClockIsSetBack() {
        clocks.pass(MINUTE);
        clocks.wall.back(HOUR);
        assertTrue(grant.open());
        clocks.pass(HOUR.minus(MINUTE));
        assertFalse(grant.open());
        assertTrue(grant.millisLeft() <= 0);
    }

    @Test
    void endsAtOnceWhenTheClockIsSetForward() {
        clocks.wall.forward(HOUR);
        assertFalse(grant.open());
    }

    @Test
    void endsWhileTheMachineSleepsAlsoIfTheWallClockForgotIt() {
        clocks.sleep(HOUR);
        clocks.wall.back(HOUR);
        assertFalse(grant.open());
    }

    @Test
    void lastsLongerByWhatAnExtensionAdds() {
        clocks.pass(HOUR.minus(MINUTE));
        grant.moveEnd(END.plus(HOUR));
        clocks.pass(HOUR);
        assertTrue(grant.open());
        assertEquals(MINUTE.toMillis(), grant.millisLeft());
        clocks.pass(MINUTE);
        assertFalse(grant.open());
    }

    @Test
    void gainsNothingByAnExtensionAfterTheClockWasSetBack() {
        clocks.pass(MINUTE.multipliedBy(30));
        clocks.wall.back(HOUR);
        grant.moveEnd(END.plus(MINUTE));
        clocks.pass(MINUTE.multipliedBy(31));
        assertFalse(grant.open());
    }

    @Test
    void endIsFinal() {
        assertTrue(grant.mark(new LiveGrant.End(EndCause.GRANT_REVOKED, "grant g-41 was revoked")));
        assertFalse(grant.mark(new LiveGrant.End(EndCause.GRANT_EXPIRED, "another end")));
        grant.moveEnd(END.plus(HOUR));
        assertFalse(grant.open());
        assertEquals(EndCause.GRANT_REVOKED, grant.ended().orElseThrow().cause());
    }

    @Test
    void saysWhenItExpired() {
        assertEquals("grant g-41 expired at 13:00 UTC", grant.expiry());
    }
}
