package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnansweredRequestsLapseTest {

    private final TestHouse house = new TestHouse();

    private Decision.Refused refused(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision);
    }

    @Test
    void lapseWhenTheirTimeIsOver() {
        AccessRequest request = house.asked();

        assertEquals(List.of(), house.decide(house.desk.lapse(request.lapsesAt().minusMillis(1))));
        house.decide(house.desk.lapse(request.lapsesAt()));

        assertEquals(
                new RequestState.Lapsed(request.lapsesAt()),
                house.state().requestState(request.id()).orElseThrow());
        assertEquals(List.of(), house.state().pendingRequests());
    }

    @Test
    void cannotBeApprovedAfterwardsThoughNobodySweptThem() {
        AccessRequest request = house.asked();
        house.clock.forward(Duration.ofHours(2));

        Decision.Refused refused = refused(house.decide(house.desk.approve("bob", request.id())));

        assertEquals(Reason.NOT_PENDING, refused.code());
        assertEquals("r-1 lapsed at 14:00 UTC", refused.sentence());
        assertInstanceOf(
                RequestState.Lapsed.class,
                house.state().requestState(request.id()).orElseThrow());
    }

    @Test
    void areDeniedWithAReasonAndStayDenied() {
        AccessRequest request = house.asked();

        assertEquals(
                Reason.REASON_MISSING,
                refused(house.decide(house.desk.deny("bob", request.id(), ""))).code());
        house.decide(house.desk.deny("bob", request.id(), "use staging"));

        Decision.Refused refused = refused(house.decide(house.desk.approve("dave", request.id())));
        assertEquals("r-1 was denied by bob", refused.sentence());
    }

    @Test
    void areWithdrawnByTheirAskerAlone() {
        AccessRequest request = house.asked();

        assertEquals(
                Reason.NOT_ALLOWED,
                refused(house.decide(house.desk.withdraw("bob", request.id()))).code());
        assertInstanceOf(Decision.RequestClosed.class, house.decide(house.desk.withdraw("alice", request.id())));
        assertEquals(
                "r-1 was withdrawn",
                refused(house.decide(house.desk.approve("bob", request.id()))).sentence());
    }
}
