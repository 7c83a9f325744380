package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsEndTest {

    private final TestHouse house = new TestHouse();

    private GrantState.Ended ended(long grant) {
        return assertInstanceOf(
                GrantState.Ended.class, house.state().grantState(grant).orElseThrow());
    }

    private Reason refusal(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision).code();
    }

    private Grant waiting() {
        Wish wish = new Wish(
                List.of("prod-web-1"),
                Optional.of("root"),
                Optional.empty(),
                "kernel update",
                Optional.of("INC-7"),
                Set.of());
        house.decide(house.desk.request("alice", wish, Proofs.NONE));
        house.decide(house.desk.approve("bob", 1));
        return assertInstanceOf(Decision.GrantGiven.class, house.decide(house.desk.approve("dave", 1)))
                .grant();
    }

    @Test
    void endsAtItsVeryEndAndNotBefore() {
        Grant grant = house.granted();
        Instant end = grant.end().orElseThrow();

        assertEquals(List.of(grant), house.state().liveGrants("alice", end.minusMillis(1)));
        assertEquals(List.of(), house.state().liveGrants("alice", end));
        assertEquals(List.of(), house.decide(house.desk.expire(end.minusMillis(1))));
        assertEquals(1, house.decide(house.desk.expire(end)).size());
        assertEquals(new GrantState.Ended(GrantEnd.EXPIRED, Optional.empty(), "", end), ended(grant.id()));
    }

    @Test
    void isReleasedByItsPersonAtOnce() {
        Grant grant = house.granted();
        house.clock.forward(Duration.ofMinutes(5));

        Decision.GrantOver over =
                assertInstanceOf(Decision.GrantOver.class, house.decide(house.desk.release("alice", grant.id())));

        assertEquals("g-1 ended: released by alice at 12:05 UTC", over.sentence());
        assertEquals(List.of(), house.state().liveGrants("alice", house.clock.instant()));
        assertEquals(Reason.GRANT_OVER, refusal(house.decide(house.desk.release("alice", grant.id()))));
    }

    @Test
    void isRevokedByAdministratorsWithAReason() {
        Grant grant = house.granted();

        assertEquals(Reason.REASON_MISSING, refusal(house.decide(house.desk.revoke("carol", grant.id(), " "))));
        assertEquals(Reason.NOT_ALLOWED, refusal(house.decide(house.desk.revoke("bob", grant.id(), "no"))));
        Decision.GrantOver over = assertInstanceOf(
                Decision.GrantOver.class, house.decide(house.desk.revoke("carol", grant.id(), "incident 9")));
        assertEquals("g-1 ended: revoked by carol at 12:00 UTC: incident 9", over.sentence());
    }

    @Test
    void isRevokedThoughTheClockIsWrongAndWrittenLate() {
        Grant grant = house.granted();
        Decider<Decision> revoke = house.desk.revoke("carol", grant.id(), "incident 9");
        assertInstanceOf(Decision.GrantOver.class, revoke.decide(house.state()).result());
        house.clock.forward(Duration.ofMinutes(3));

        house.decide(revoke);

        assertEquals(TestHouse.NOON, ended(grant.id()).at());
        GrantEvent.GrantEnded event = assertInstanceOf(
                GrantEvent.GrantEnded.class, house.journal.events().getLast());
        assertTrue(event.late());
    }

    @Test
    void keepsItsFirstEnd() {
        Grant grant = house.granted();
        house.decide(house.desk.release("alice", grant.id()));

        Decision.GrantOver over = assertInstanceOf(
                Decision.GrantOver.class,
                house.decide(house.desk.end(grant.id(), GrantEnd.EXPIRED, "", house.clock.instant())));

        assertEquals(GrantEnd.RELEASED, over.state().how());
        house.decide(state -> new AccessJournal.Decided<>(
                List.of(new GrantEvent.GrantEnded(
                        grant.id(), GrantEnd.REVOKED, Optional.of("carol"), "x", house.clock.instant(), true)),
                null));
        assertEquals(GrantEnd.RELEASED, ended(grant.id()).how());
    }

    @Test
    void startsAtFirstUse() {
        Grant grant = waiting();
        assertEquals(
                "g-1 gives alice root on prod-web-1 for 30m from first use, which must come by 20:00 UTC, in 8h",
                Sentences.gives(grant, house.clock.instant()));
        house.clock.forward(Duration.ofHours(7));
        assertEquals(List.of(grant), house.state().liveGrants("alice", house.clock.instant()));

        Grant begun = assertInstanceOf(Decision.GrantBegun.class, house.decide(house.desk.startAtFirstUse(grant.id())))
                .grant();

        Instant end = TestHouse.NOON.plus(Duration.ofHours(7)).plus(Duration.ofMinutes(30));
        assertEquals(Optional.of(end), begun.end());
        assertEquals(begun, house.state().grant(grant.id()).orElseThrow());
        assertEquals(
                end,
                assertInstanceOf(TokenReading.Valid.class, house.verifier.verify(begun.token()))
                        .token()
                        .expires());
        house.clock.forward(Duration.ofMinutes(10));
        Grant again = assertInstanceOf(Decision.GrantBegun.class, house.decide(house.desk.startAtFirstUse(grant.id())))
                .grant();
        assertEquals(begun, again);
    }

    @Test
    void lapsesWhenItIsNotUsedInTime() {
        Grant grant = waiting();
        house.clock.forward(Duration.ofHours(8));

        assertEquals(Reason.GRANT_OVER, refusal(house.decide(house.desk.startAtFirstUse(grant.id()))));
        house.decide(house.desk.expire(house.clock.instant()));
        assertEquals(GrantEnd.LAPSED_UNUSED, ended(grant.id()).how());
    }

    @Test
    void doesNotStartOnceThePolicyNoLongerGivesIt() {
        Grant grant = waiting();
        house.policyBecomes(
                TestPolicies.HOUSE.replaceFirst("alice: (.*) groups: \\[engineers\\]", "alice: $1 groups: []"));

        assertEquals(Reason.POLICY_CHANGED, refusal(house.decide(house.desk.startAtFirstUse(grant.id()))));
    }

    @Test
    void endsWithAllOthersWhenTheStoreIsRestored() {
        Grant grant = house.granted();

        house.decide(house.desk.endAll(GrantEnd.RESTORED, "restored from a copy"));

        assertEquals(GrantEnd.RESTORED, ended(grant.id()).how());
        assertEquals(List.of(), house.state().openGrants());
    }

    @Test
    void takesCertificatesWithItWhenTheyAreRevoked() {
        house.decide(state -> new AccessJournal.Decided<>(
                List.of(
                        new CertificateEvent.CertificateSigning(
                                5,
                                "alice",
                                "SHA256:x",
                                "id",
                                TestHouse.NOON,
                                TestHouse.NOON.plusSeconds(60),
                                List.of(1L),
                                TestHouse.NOON),
                        new CertificateEvent.CertificateSigned(5, "QUJD", TestHouse.NOON)),
                null));
        assertTrue(house.state().certificate(5).orElseThrow().usable(TestHouse.NOON));

        assertEquals(
                Reason.NOT_FOUND, refusal(house.decide(house.desk.certificates().revokeCertificate("bob", 5, "lost"))));
        house.decide(house.desk.certificates().revokeCertificate("alice", 5, "laptop lost"));

        assertTrue(house.state().certificate(5).orElseThrow().revoked());
        assertEquals(1, house.state().certificatesOf("alice").size());
    }
}
