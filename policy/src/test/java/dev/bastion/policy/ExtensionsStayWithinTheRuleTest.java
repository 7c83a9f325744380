package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** T5: an extension is a request with the same approvals; the total never exceeds the rule's maximum. */
class ExtensionsStayWithinTheRuleTest {

    private final TestHouse house = new TestHouse();

    private Decision extend(long grant, Duration more) {
        return house.decide(house.desk.extend("alice", grant, more, "not done yet", Proofs.NONE));
    }

    private Reason refusal(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision).code();
    }

    @Test
    void needsTheSameApprovals() {
        Grant grant = house.granted();

        AccessRequest request = assertInstanceOf(
                        Decision.RequestPending.class, extend(grant.id(), Duration.ofMinutes(30)))
                .request();

        assertEquals(Reason.OWN_REQUEST, refusal(house.decide(house.desk.approve("alice", request.id()))));
        assertEquals(grant, house.state().grant(grant.id()).orElseThrow());
        Grant longer = assertInstanceOf(
                        Decision.GrantLengthened.class, house.decide(house.desk.approve("dave", request.id())))
                .grant();
        assertEquals(Duration.ofMinutes(75), longer.length());
        assertEquals(Set.of("bob", "dave"), longer.approvers());
        assertEquals(longer, house.state().grant(grant.id()).orElseThrow());
        assertEquals(
                longer.end().orElseThrow(),
                assertInstanceOf(TokenReading.Valid.class, house.verifier.verify(longer.token()))
                        .token()
                        .expires());
    }

    @Test
    void refusesMoreThanTheMaximumInAll() {
        Grant grant = house.granted(Duration.ofHours(3));

        Decision.Refused refused = assertInstanceOf(Decision.Refused.class, extend(grant.id(), Duration.ofMinutes(61)));

        assertEquals(Reason.TOO_LONG, refused.code());
        assertEquals("g-1 may run for 4h in all and was given 3h", refused.sentence());
        assertEquals("ask for at most 1h", refused.hint());
    }

    @Test
    void refusesAtApprovalWhatWouldExceedAShorterMaximum() {
        Grant grant = house.granted(Duration.ofHours(2));
        AccessRequest request = assertInstanceOf(Decision.RequestPending.class, extend(grant.id(), Duration.ofHours(2)))
                .request();
        house.policyBecomes(TestPolicies.HOUSE.replace("default: 45m, max: 4h", "default: 45m, max: 3h"));

        assertEquals(Reason.POLICY_CHANGED, refusal(house.decide(house.desk.approve("bob", request.id()))));
    }

    @Test
    void takesOneRequestAtATime() {
        Grant grant = house.granted();
        extend(grant.id(), Duration.ofMinutes(5));

        assertEquals(Reason.TOO_MANY, refusal(extend(grant.id(), Duration.ofMinutes(5))));
    }

    @Test
    void doesNotReviveAGrantThatIsOver() {
        Grant grant = house.granted();
        AccessRequest request = assertInstanceOf(
                        Decision.RequestPending.class, extend(grant.id(), Duration.ofMinutes(30)))
                .request();
        assertEquals(grant.end().orElseThrow(), request.lapsesAt());
        house.clock.forward(Duration.ofMinutes(45));

        assertEquals(Reason.NOT_PENDING, refusal(house.decide(house.desk.approve("bob", request.id()))));
        assertEquals(Reason.GRANT_OVER, refusal(extend(grant.id(), Duration.ofMinutes(5))));
        assertInstanceOf(
                RequestState.Lapsed.class,
                house.state().requestState(request.id()).orElseThrow());
    }

    @Test
    void lapsesWithTheGrantThatItWasToLengthen() {
        Grant grant = house.granted();
        AccessRequest request = assertInstanceOf(
                        Decision.RequestPending.class, extend(grant.id(), Duration.ofMinutes(30)))
                .request();

        house.decide(house.desk.revoke("carol", grant.id(), "incident"));

        assertEquals(
                new RequestState.Lapsed(house.clock.instant()),
                house.state().requestState(request.id()).orElseThrow());
        assertEquals(Reason.NOT_PENDING, refusal(house.decide(house.desk.approve("bob", request.id()))));
    }

    @Test
    void belongsToThePersonAlone() {
        Grant grant = house.granted();

        assertEquals(
                Reason.NOT_ALLOWED,
                refusal(house.decide(
                        house.desk.extend("bob", grant.id(), Duration.ofMinutes(5), "more", Proofs.NONE))));
    }
}
