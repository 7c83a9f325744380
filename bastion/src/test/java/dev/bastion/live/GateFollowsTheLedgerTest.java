package dev.bastion.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.TestHouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateFollowsTheLedgerTest {
    private final TestHouse house = new TestHouse();
    private final Clocks clocks = new Clocks(house.clock);
    private final LiveGrants grants = new LiveGrants(house.journal, house.policy::current, house.clock, clocks.boot);
    private final HeldSession session = new HeldSession(1);

    @Test
    void opensWithTheGrant() {
        Grant grant = house.granted();
        LiveGrant gate = grants.find(grant.id()).orElseThrow();
        assertTrue(gate.open());
        assertEquals(grant.end().orElseThrow(), gate.end());
        assertEquals("alice", gate.person());
    }

    @Test
    void isThereForGrantsOfBeforeTheStart() {
        Grant grant = house.granted();
        LiveGrants later = new LiveGrants(house.journal, house.policy::current, house.clock, clocks.boot);
        assertTrue(later.find(grant.id()).orElseThrow().open());
    }

    @Test
    void isNotThereForGrantsThatEndedOrNeverWere() {
        Grant grant = house.granted();
        house.decide(house.desk.revoke("carol", grant.id(), "because"));
        assertEquals(Optional.empty(), grants.find(grant.id()));
        assertEquals(Optional.empty(), grants.find(999));
    }

    @Test
    void closesWithRevocationAndSaysWhose() {
        Grant grant = house.granted();
        LiveGrant gate = grants.find(grant.id()).orElseThrow();
        gate.register(session);
        house.decide(house.desk.revoke("carol", grant.id(), "because"));
        assertFalse(gate.open());
        assertEquals(List.of(EndCause.GRANT_REVOKED), session.ends);
        assertEquals(List.of("grant g-" + grant.id() + " was revoked by carol"), session.sentences);
    }

    @Test
    void closesWithRelease() {
        Grant grant = house.granted();
        grants.find(grant.id()).orElseThrow().register(session);
        house.decide(house.desk.release("alice", grant.id()));
        assertEquals(List.of(EndCause.GRANT_RELEASED), session.ends);
    }

    @Test
    void movesWithExtension() {
        Grant grant = house.granted();
        LiveGrant gate = grants.find(grant.id()).orElseThrow();
        Decision asked =
                house.decide(house.desk.extend("alice", grant.id(), Duration.ofMinutes(30), "more", Proofs.NONE));
        house.decide(house.desk.approve(
                "bob", ((Decision.RequestPending) asked).request().id()));
        assertEquals(grant.end().orElseThrow().plus(Duration.ofMinutes(30)), gate.end());
        clocks.pass(Duration.ofMinutes(74));
        assertTrue(gate.open());
        clocks.pass(Duration.ofMinutes(1));
        assertFalse(gate.open());
    }

    @Test
    void endsInMemoryWithoutTheLedger() {
        Grant grant = house.granted();
        LiveGrant gate = grants.find(grant.id()).orElseThrow();
        gate.register(session);
        house.journal.accepting(false);
        grants.end(grant.id(), EndCause.GRANT_REVOKED, "grant g-1 was revoked by carol");
        assertFalse(gate.open());
        assertFalse(grants.find(grant.id()).orElseThrow().open());
        assertEquals(List.of(EndCause.GRANT_REVOKED), session.ends);
    }

    @Test
    void endsTheOthersWhenOneSessionCannotBeEnded() {
        LiveGrant gate = grants.find(house.granted().id()).orElseThrow();
        List<EndCause> ended = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            gate.register(new HeldSession(number) {
                @Override
                public void end(EndCause cause, String sentence) {
                    ended.add(cause);
                    throw new IllegalStateException("this one fails");
                }
            });
        }
        grants.end(gate.id(), EndCause.GRANT_REVOKED, "grant g-1 was revoked by carol");
        assertEquals(3, ended.size());
    }

    @Test
    void endsEverythingOfOnePersonAlone() {
        Grant alices = house.granted();
        Grant erins = ((Decision.GrantGiven) house.decide(house.desk.approve(
                        "bob", house.asked("erin", Duration.ofMinutes(45)).id())))
                .grant();
        grants.endOf("alice", EndCause.PERSON_REMOVED, "alice is not here");
        assertFalse(grants.find(alices.id()).orElseThrow().open());
        assertTrue(grants.find(erins.id()).orElseThrow().open());
    }

    @Test
    void killsOneSessionAndLeavesTheGate() {
        Grant grant = house.granted();
        LiveGrant gate = grants.find(grant.id()).orElseThrow();
        HeldSession other = new HeldSession(2);
        gate.register(session);
        gate.register(other);
        for (long number = 1; number <= 2; number++) {
            house.journal.append(List.of(new SessionEvent.SessionOpened(
                    number,
                    grant.id(),
                    "alice",
                    "prod-db-1",
                    "postgres",
                    "10.0.0.9:50000",
                    SessionForm.JUMP,
                    house.clock.instant())));
        }
        house.journal.append(List.of(new SessionEvent.SessionKilled(1, "carol", "because", house.clock.instant())));
        assertEquals(List.of(EndCause.KILLED), session.ends);
        assertEquals(List.of("s-1 was ended by carol: because"), session.sentences);
        assertEquals(List.of(), other.ends);
        assertTrue(gate.open());
    }

    @Test
    void forgetsSessionsThatLeft() {
        LiveGrant gate = grants.find(house.granted().id()).orElseThrow();
        gate.register(session);
        assertEquals(List.of(session), grants.sessions());
        gate.unregister(session);
        grants.end(gate.id(), EndCause.KILLED, "an end");
        assertEquals(List.of(), session.ends);
    }
}
