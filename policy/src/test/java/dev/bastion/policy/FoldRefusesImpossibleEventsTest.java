package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoldRefusesImpossibleEventsTest {

    private static final Instant NOON = TestHouse.NOON;

    private static Grant grant(long id, long request, String person, Set<String> approvers) {
        return new Grant(
                id,
                request,
                person,
                List.of("prod-db-1"),
                "postgres",
                Set.of(Permit.SHELL),
                "prod",
                approvers,
                NOON,
                Optional.of(NOON),
                Optional.empty(),
                Duration.ofMinutes(45),
                "ab",
                "token",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static AccessFold fold() {
        AccessFold fold = new AccessFold();
        fold.apply(new RequestEvent.RequestMade(AccessJournalContract.request(1)));
        fold.apply(new RequestEvent.RequestApproved(1, "bob", NOON));
        fold.apply(new RequestEvent.RequestMade(AccessJournalContract.request(2)));
        fold.apply(new RequestEvent.RequestDenied(2, "bob", "no", NOON));
        return fold;
    }

    static Stream<AccessEvent> impossible() {
        return Stream.of(
                new RequestEvent.RequestMade(AccessJournalContract.request(1)),
                new RequestEvent.RequestApproved(1, "alice", NOON),
                new RequestEvent.RequestApproved(1, "bob", NOON),
                new RequestEvent.RequestApproved(2, "bob", NOON),
                new RequestEvent.RequestApproved(9, "bob", NOON),
                new RequestEvent.RequestWithdrawn(2, NOON),
                new GrantEvent.GrantMade(grant(1, 9, "alice", Set.of("bob"))),
                new GrantEvent.GrantMade(grant(1, 2, "alice", Set.of("bob"))),
                new GrantEvent.GrantMade(grant(1, 1, "erin", Set.of("bob"))),
                new GrantEvent.GrantMade(grant(1, 1, "alice", Set.of("bob", "dave"))),
                new GrantEvent.GrantStarted(1, "token", NOON),
                new GrantEvent.GrantExtended(1, 1, Duration.ofHours(1), Set.of("bob"), "ab", "token", NOON),
                new GrantEvent.GrantEnded(1, GrantEnd.EXPIRED, Optional.empty(), "", NOON, false),
                new ReviewEvent.ReviewDue(1, NOON, Set.of(), NOON),
                new ReviewEvent.ReviewNotOwed(1, NOON),
                new ReviewEvent.ReviewOverdue(1, NOON),
                new ReviewEvent.GrantReviewed(1, "bob", Verdict.OK, "", NOON),
                new ReviewEvent.IncidentOpened(1, 1, "bob", "odd", NOON),
                new CertificateEvent.CertificateSigned(1, "QUJD", NOON),
                new SessionEvent.SessionEnded(1, "left", "", 0, 0, false, NOON));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refuses(AccessEvent event) {
        AccessFold fold = fold();

        assertThrows(IllegalStateException.class, () -> fold.apply(event));
    }

    static Stream<AccessEvent> impossibleOfAReview() {
        return Stream.of(
                new ReviewEvent.ReviewDue(1, NOON, Set.of(), NOON),
                new ReviewEvent.ReviewNotOwed(1, NOON),
                new ReviewEvent.ReviewOverdue(1, NOON),
                new ReviewEvent.GrantReviewed(1, "alice", Verdict.OK, "", NOON),
                new ReviewEvent.IncidentOpened(1, 1, "bob", "odd", NOON));
    }

    @ParameterizedTest
    @MethodSource("impossibleOfAReview")
    void refusesReviewsThatCannotFollow(AccessEvent event) {
        AccessFold fold = fold();
        fold.apply(new GrantEvent.GrantMade(grant(1, 1, "alice", Set.of("bob"))));
        fold.apply(new GrantEvent.GrantEnded(1, GrantEnd.RELEASED, Optional.of("alice"), "", NOON, false));
        fold.apply(new ReviewEvent.ReviewDue(1, NOON, Set.of(), NOON));
        fold.apply(new ReviewEvent.ReviewOverdue(1, NOON));

        assertThrows(IllegalStateException.class, () -> fold.apply(event));
    }

    @Test
    void refusesAGrantWhosePersonIsAmongItsApprovers() {
        assertThrows(IllegalArgumentException.class, () -> grant(1, 1, "alice", Set.of("alice")));
    }

    @Test
    void leavesTheStateBelowAnOverlayAsItWas() {
        AccessFold fold = fold();
        AccessFold trial = fold.overlay();
        Grant grant = grant(1, 1, "alice", Set.of("bob"));

        trial.apply(new GrantEvent.GrantMade(grant));
        trial.apply(new GrantEvent.GrantEnded(1, GrantEnd.RELEASED, Optional.of("alice"), "", NOON, false));
        trial.apply(new RequestEvent.RequestMade(AccessJournalContract.request(3)));

        assertEquals(List.of(grant), trial.grantsOf("alice"));
        assertEquals(List.of(), trial.openGrants());
        assertEquals(
                List.of(3L),
                trial.pendingRequests().stream().map(AccessRequest::id).toList());
        assertEquals(4, trial.nextRequestId());
        assertEquals(List.of(), fold.grants());
        assertEquals(
                List.of(1L),
                fold.pendingRequests().stream().map(AccessRequest::id).toList());
        assertEquals(3, fold.nextRequestId());
    }

    @Test
    void keepsSessionsOpenUntilTheirFirstEnd() {
        AccessFold fold = new AccessFold();
        fold.apply(new SessionEvent.SessionOpened(
                1, 1, "alice", "prod-db-1", "postgres", "192.0.2.7:50022", SessionForm.JUMP, NOON));
        assertEquals(1, fold.openSessions().size());

        fold.apply(new SessionEvent.SessionEnded(1, "client-left", "ab", 0, 2, false, NOON.plusSeconds(5)));
        fold.apply(new SessionEvent.SessionBroken(1, "found open", NOON.plusSeconds(9)));

        assertEquals(List.of(), fold.openSessions());
        assertEquals("ended", fold.session(1).orElseThrow().state().word());
        assertEquals(2, fold.nextSessionId());
    }

    @Test
    void forgetsCertificatesADayAfterTheirEnd() {
        AccessFold fold = new AccessFold();
        for (long serial = 1; serial <= 3; serial++) {
            Instant at = NOON.plus(Duration.ofDays(serial));
            fold.apply(new CertificateEvent.CertificateSigning(
                    serial, "alice", "SHA256:x", "id", at, at.plusSeconds(3600), List.of(), at));
        }

        assertEquals(
                List.of(2L, 3L),
                fold.certificatesOf("alice").stream()
                        .map(IssuedCertificate::serial)
                        .toList());
    }
}
