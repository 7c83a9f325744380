package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockBehindLedgerGrantsNothingTest {

    private final TestHouse house = new TestHouse();

    private Reason refusal(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision).code();
    }

    @Test
    void givesNothing() {
        AccessRequest request = house.asked();
        house.decide(state -> new AccessJournal.Decided<>(
                List.of(new BastionEvent.BastionStarted("1", house.clock.instant())), null));
        house.clock.back(Duration.ofMillis(5001));

        assertEquals(Reason.CLOCK_BEHIND, refusal(house.decide(house.desk.approve("bob", request.id()))));
        assertEquals(
                Reason.CLOCK_BEHIND,
                refusal(house.decide(house.desk.request(
                        "alice", TestHouse.wish("staging-1", "deploy", Duration.ofMinutes(5)), Proofs.NONE))));
        house.clock.forward(Duration.ofMillis(1));
        assertInstanceOf(Decision.GrantGiven.class, house.decide(house.desk.approve("bob", request.id())));
    }

    @Test
    void startsAndLengthensNothing() {
        Grant grant = house.granted();
        house.clock.back(Duration.ofMinutes(1));

        assertEquals(Reason.CLOCK_BEHIND, refusal(house.decide(house.desk.startAtFirstUse(grant.id()))));
        assertEquals(
                Reason.CLOCK_BEHIND,
                refusal(house.decide(
                        house.desk.extend("alice", grant.id(), Duration.ofMinutes(5), "more", Proofs.NONE))));
    }

    @Test
    void stillTakesAway() {
        Grant grant = house.granted();
        AccessRequest request = house.asked();
        house.clock.back(Duration.ofHours(1));

        assertInstanceOf(Decision.RequestClosed.class, house.decide(house.desk.deny("bob", request.id(), "not now")));
        assertInstanceOf(Decision.GrantOver.class, house.decide(house.desk.revoke("carol", grant.id(), "incident")));
    }
}
