package dev.bastion.store;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.Permit;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.ReviewEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What alice and bob did, as events: request, approval and grant of one number, and what happens under it. */
final class Story {

    static final Instant MORNING = Instant.parse("2026-11-20T09:00:00Z");
    static final Duration HOUR = Duration.ofHours(1);
    static final String DIGEST = "00".repeat(32);

    private Story() {}

    static AccessRequest request(long id) {
        return new AccessRequest(
                id,
                "alice",
                List.of("prod-db-1"),
                "postgres",
                Set.of(Permit.SHELL, Permit.SFTP_READ),
                HOUR,
                "replication is stuck",
                Optional.of("INC-7"),
                "engineers-to-prod",
                MORNING,
                MORNING.plus(HOUR),
                OptionalLong.empty());
    }

    static AccessEvent requestMade(long id) {
        return new RequestEvent.RequestMade(request(id));
    }

    /** A request that bob approved and the grant that it became, with the same number. */
    static List<AccessEvent> granted(long id) {
        var asked = request(id);
        var grant = new Grant(
                id,
                id,
                asked.person(),
                asked.targets(),
                asked.login(),
                asked.permits(),
                asked.rule(),
                Set.of("bob"),
                MORNING,
                Optional.of(MORNING),
                Optional.empty(),
                HOUR,
                DIGEST,
                "token-" + id,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return List.of(
                requestMade(id), new RequestEvent.RequestApproved(id, "bob", MORNING), new GrantEvent.GrantMade(grant));
    }

    static GrantEvent.GrantEnded revoked(long grant) {
        return new GrantEvent.GrantEnded(grant, GrantEnd.REVOKED, Optional.of("carol"), "enough", MORNING, false);
    }

    /** The end of a grant, its review, which comes too late, and what that found. */
    static List<AccessEvent> reviewed(long grant, long incident) {
        return List.of(
                revoked(grant),
                new ReviewEvent.ReviewDue(grant, MORNING.plusSeconds(60), Set.of("auditors"), MORNING),
                new ReviewEvent.ReviewOverdue(grant, MORNING.plusSeconds(60)),
                new ReviewEvent.GrantReviewed(
                        grant, "bob", Verdict.DEVIATION, "another table", MORNING.plusSeconds(90)),
                new ReviewEvent.IncidentOpened(incident, grant, "bob", "another table", MORNING.plusSeconds(90)));
    }

    static AccessEvent opened(long session, long grant) {
        return new SessionEvent.SessionOpened(
                session, grant, "alice", "prod-db-1", "postgres", "192.0.2.1:50000", SessionForm.JUMP, MORNING);
    }

    static SessionEvent.SessionEnded ended(long session) {
        return new SessionEvent.SessionEnded(
                session,
                "client-left",
                "ab".repeat(32),
                0,
                2,
                Optional.of(Map.of("pan", 1L, "aws-key", 12L)),
                false,
                MORNING.plusSeconds(60));
    }

    static List<AccessEvent> certified(long serial) {
        return List.of(
                new CertificateEvent.CertificateSigning(
                        serial,
                        "alice",
                        "SHA256:abc",
                        "person=alice grant=g-1 serial=" + serial,
                        MORNING,
                        MORNING.plus(HOUR),
                        List.of(1L),
                        MORNING),
                new CertificateEvent.CertificateSigned(serial, "QUJD", MORNING));
    }
}
