package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NobodyApprovesTheirOwnTest {

    private final TestHouse house = new TestHouse();

    private Decision.Refused refused(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision);
    }

    private AccessRequest careful(String person) {
        Wish wish = new Wish(
                List.of("prod-web-1"),
                Optional.of("root"),
                Optional.empty(),
                "kernel update",
                Optional.of("INC-7"),
                Set.of());
        return assertInstanceOf(
                        Decision.RequestPending.class, house.decide(house.desk.request(person, wish, Proofs.NONE)))
                .request();
    }

    @Test
    void refusesTheAskerThoughTheyAreAnApprover() {
        AccessRequest request = house.asked("dave", Duration.ofMinutes(45));

        Decision.Refused refused = refused(house.decide(house.desk.approve("dave", request.id())));

        assertEquals(Reason.OWN_REQUEST, refused.code());
        assertEquals("nobody may approve their own request", refused.sentence());
        assertInstanceOf(Decision.GrantGiven.class, house.decide(house.desk.approve("bob", request.id())));
    }

    @Test
    void refusesTheAskerAlsoToDeny() {
        AccessRequest request = house.asked("dave", Duration.ofMinutes(45));

        assertEquals(
                Reason.OWN_REQUEST,
                refused(house.decide(house.desk.deny("dave", request.id(), "no")))
                        .code());
    }

    @Test
    void refusesAnAdministratorWhoIsNoApprover() {
        AccessRequest request = house.asked();

        Decision.Refused refused = refused(house.decide(house.desk.approve("carol", request.id())));

        assertEquals(Reason.NOT_ALLOWED, refused.code());
    }

    @Test
    void doesNotListTheAskerAmongTheApprovers() {
        Decision.RequestPending pending = assertInstanceOf(
                Decision.RequestPending.class,
                house.decide(house.desk.request(
                        "dave", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(45)), Proofs.NONE)));

        assertEquals(Set.of("bob"), pending.approvers());
        assertEquals("r-1 waits for 1 approval by bob and lapses at 14:00 UTC, in 2h", pending.sentence());
    }

    @Test
    void refusesARequestThatOnlyTheAskerCouldApprove() {
        Wish wish = new Wish(
                List.of("prod-web-1"),
                Optional.of("root"),
                Optional.empty(),
                "kernel update",
                Optional.of("INC-7"),
                Set.of());

        assertEquals(
                Reason.NO_APPROVERS,
                refused(house.decide(house.desk.request("dave", wish, Proofs.NONE)))
                        .code());
    }

    @Test
    void countsEachApproverOnce() {
        AccessRequest request = careful("alice");

        Decision.ApprovalCounted first =
                assertInstanceOf(Decision.ApprovalCounted.class, house.decide(house.desk.approve("bob", request.id())));
        assertEquals("r-1 has 1 approval of the 2 that it needs", first.sentence());
        assertEquals(
                Reason.ALREADY_APPROVED,
                refused(house.decide(house.desk.approve("bob", request.id()))).code());
        Decision.GrantGiven given =
                assertInstanceOf(Decision.GrantGiven.class, house.decide(house.desk.approve("dave", request.id())));

        assertEquals(Set.of("bob", "dave"), given.grant().approvers());
        assertTrue(given.grant().start().isEmpty());
    }

    @Test
    void givesTheGrantThatWasAskedFor() {
        Grant grant = house.granted();

        assertEquals("alice", grant.person());
        assertEquals(List.of("prod-db-1"), grant.targets());
        assertEquals("postgres", grant.login());
        assertEquals(Set.of(Permit.SHELL, Permit.EXEC, Permit.SFTP_READ, Permit.SFTP_WRITE), grant.permits());
        assertEquals(Set.of("bob"), grant.approvers());
        assertEquals(Optional.of(TestHouse.NOON), grant.start());
        assertEquals(Optional.of(TestHouse.NOON.plusSeconds(45 * 60)), grant.end());
        assertEquals(house.policy.current().digest(), grant.policyDigest());
        GrantToken token = assertInstanceOf(TokenReading.Valid.class, house.verifier.verify(grant.token()))
                .token();
        assertEquals(grant.id(), token.grant());
        assertEquals(grant.end().orElseThrow(), token.expires());
        assertEquals(
                new RequestState.Approved(
                        grant.id(), List.of(new Approval("bob", Consent.WHOLE, TestHouse.NOON)), TestHouse.NOON),
                house.state().requestState(1).orElseThrow());
    }
}
