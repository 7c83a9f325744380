package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.rule.Use;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The look-around comes each second, so these take up to two. */
class DeadlineCutsWhatIsLiveTest {
    private final TestHouse house = new TestHouse();
    private final Clocks clocks = new Clocks(house.clock);
    private final LiveGrants grants = new LiveGrants(house.journal, house.policy::current, house.clock, clocks.boot);
    private final BlockingQueue<AccessEvent> ends = new LinkedBlockingQueue<>();
    private final Deadlines deadlines = new Deadlines(grants, house.clock, clocks.boot, ends::add);
    private final HeldSession session = new HeldSession(1);

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void whenTheClockJumpsOverTheEnd() throws InterruptedException {
        Grant grant = house.granted();
        grants.find(grant.id()).orElseThrow().register(session);
        clocks.pass(Duration.ofMinutes(45));
        assertTrue(session.endsSoon());
        assertEquals(List.of(EndCause.GRANT_EXPIRED), session.ends);
        assertEquals(List.of("grant g-" + grant.id() + " expired at 12:45 UTC"), session.sentences);
        GrantEvent.GrantEnded end = (GrantEvent.GrantEnded) ends.poll(10, TimeUnit.SECONDS);
        assertEquals(GrantEnd.EXPIRED, end.how());
        assertEquals(grant.id(), end.grant());
    }

    @Test
    void whenTheMachineSleptOverIt() throws InterruptedException {
        Grant grant = house.granted();
        grants.find(grant.id()).orElseThrow().register(session);
        clocks.sleep(Duration.ofMinutes(45));
        house.clock.back(Duration.ofMinutes(45));
        assertTrue(session.endsSoon());
    }

    @Test
    void andWritesTheEndOnce() throws InterruptedException {
        Grant grant = house.granted();
        LiveGrant gate = grants.find(grant.id()).orElseThrow();
        gate.register(session);
        clocks.pass(Duration.ofMinutes(45));
        assertTrue(session.endsSoon());
        HeldSession late = new HeldSession(2);
        gate.register(late);
        assertTrue(late.endsSoon());
        assertEquals(1, ends.size());
    }

    @Test
    void afterRealTimeToo() throws InterruptedException {
        Clock real = Clock.systemUTC();
        BootClock boot = BootClock.ofThisMachine();
        LiveGrants registry = new LiveGrants(house.journal, house.policy::current, real, boot);
        LiveGrant gate = new LiveGrant(7, "alice", real.instant().plusMillis(300), Use.FREE, real, boot);
        gate.register(session);
        try (Deadlines others = new Deadlines(registry, real, boot, ends::add)) {
            others.plan(gate);
            assertTrue(session.endsSoon());
            assertEquals(0, session.warnings.size());
        }
    }

    @Test
    void warnsAMinuteBefore() throws InterruptedException {
        Clock real = Clock.systemUTC();
        BootClock boot = BootClock.ofThisMachine();
        LiveGrants registry = new LiveGrants(house.journal, house.policy::current, real, boot);
        LiveGrant gate = new LiveGrant(7, "alice", real.instant().plusMillis(60_300), Use.FREE, real, boot);
        gate.register(session);
        try (Deadlines others = new Deadlines(registry, real, boot, ends::add)) {
            others.plan(gate);
            assertTrue(session.isWarnedSoon());
            assertEquals(List.of(Duration.ofMinutes(1)), session.warnings);
            assertEquals(List.of(), session.ends);
        }
    }
}
