package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Grant;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.rule.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A session opens as SessionMaker does it, registered first and asked second, while an end comes. */
class EndMissesNoSessionTest {
    private static final int ROUNDS = 2000;

    private record Opening(HeldSession session, boolean goesOn) {}

    @Test
    void whicheverOfTheTwoComesFirst() throws InterruptedException, ExecutionException, TimeoutException {
        TestHouse house = new TestHouse();
        LiveGrants grants =
                new LiveGrants(house.journal, house.policy::current, house.clock, new Clocks(house.clock).boot);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < ROUNDS; round++) {
                LiveGrant gate = new LiveGrant(
                        round,
                        "alice",
                        TestHouse.NOON.plusSeconds(60),
                        Use.FREE,
                        house.clock,
                        new Clocks(house.clock).boot);
                CyclicBarrier together = new CyclicBarrier(3);
                List<Future<Opening>> openings = new ArrayList<>();
                for (int number = 0; number < 2; number++) {
                    openings.add(threads.submit(() -> {
                        HeldSession session = new HeldSession(1);
                        together.await(10, TimeUnit.SECONDS);
                        gate.register(session);
                        return new Opening(session, gate.open());
                    }));
                }
                Future<?> ending = threads.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    grants.end(gate, EndCause.GRANT_REVOKED, "revoked");
                    return null;
                });
                ending.get(10, TimeUnit.SECONDS);
                for (Future<Opening> opening : openings) {
                    Opening opened = opening.get(10, TimeUnit.SECONDS);
                    assertTrue(!opened.goesOn() || !opened.session().ends.isEmpty(), "a session lives on");
                }
            }
        }
    }

    @Test
    void alsoWhereAnotherMarkedTheGateFirst() {
        TestHouse house = new TestHouse();
        LiveGrants grants =
                new LiveGrants(house.journal, house.policy::current, house.clock, new Clocks(house.clock).boot);
        Grant grant = house.granted();
        LiveGrant gate = grants.find(grant.id()).orElseThrow();
        gate.mark(new LiveGrant.End(EndCause.GRANT_EXPIRED, "expired"));
        HeldSession late = new HeldSession(1);
        gate.register(late);
        assertFalse(gate.open());
        house.decide(house.desk.revoke("carol", grant.id(), "because"));
        assertEquals(List.of(EndCause.GRANT_REVOKED), late.ends);
        assertEquals(EndCause.GRANT_EXPIRED, gate.ended().orElseThrow().cause());
    }
}
