package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What happened. The ledger is the list of these, and every state is built from them alone ({@link AccessFold}).
 *
 * <p>Kinds are only ever added, and their parts only ever added to: a ledger written by any release is read by every later
 * one.
 */
public sealed interface AccessEvent {

    /** When it happened, which for a late event is before it was written; whole milliseconds where the desk says it. */
    Instant at();

    // ---- requests

    record RequestMade(AccessRequest request) implements AccessEvent {
        public RequestMade {
            requireNonNull(request, "request is null");
        }

        @Override
        public Instant at() {
            return request.at();
        }
    }

    /**
     * Somebody agreed.
     *
     * @param consent to how much, and with which words; to all of it and without a word when empty
     */
    record RequestApproved(long request, String by, Optional<Consent> consent, Instant at) implements AccessEvent {
        public RequestApproved {
            Checks.id(request, "request");
            Checks.filled(by, "by");
            requireNonNull(consent, "consent is null");
            consent = consent.filter(said -> !said.equals(Consent.WHOLE));
            requireNonNull(at, "at is null");
        }

        /** Agreed to all of it. */
        public RequestApproved(long request, String by, Instant at) {
            this(request, by, Optional.empty(), at);
        }
    }

    record RequestDenied(long request, String by, String reason, Instant at) implements AccessEvent {
        public RequestDenied {
            Checks.id(request, "request");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    record RequestWithdrawn(long request, Instant at) implements AccessEvent {
        public RequestWithdrawn {
            Checks.id(request, "request");
            requireNonNull(at, "at is null");
        }
    }

    record RequestLapsed(long request, Instant at) implements AccessEvent {
        public RequestLapsed {
            Checks.id(request, "request");
            requireNonNull(at, "at is null");
        }
    }

    // ---- grants

    record GrantMade(Grant grant) implements AccessEvent {
        public GrantMade {
            requireNonNull(grant, "grant is null");
        }

        @Override
        public Instant at() {
            return grant.approvedAt();
        }
    }

    /**
     * The first tunnel opened under a grant that starts at first use.
     *
     * @param token says the end that is certain now; takes the place of the one before
     */
    record GrantStarted(long grant, String token, Instant at) implements AccessEvent {
        public GrantStarted {
            Checks.id(grant, "grant");
            Checks.filled(token, "token");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A request to lengthen a grant had its approvals.
     *
     * @param length the whole length from now on
     * @param approvers all who agreed, to the grant or to one of its extensions
     * @param token takes the place of the one before
     */
    record GrantExtended(
            long grant,
            long request,
            Duration length,
            Set<String> approvers,
            String policyDigest,
            String token,
            Instant at)
            implements AccessEvent {
        public GrantExtended {
            Checks.id(grant, "grant");
            Checks.id(request, "request");
            Checks.positive(length, "length");
            approvers = Checks.names(approvers, "approvers");
            Checks.filled(policyDigest, "policyDigest");
            Checks.filled(token, "token");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A grant is over.
     *
     * @param by who ended it, when a person did
     * @param late whether it is written after it had taken effect
     */
    record GrantEnded(long grant, GrantEnd how, Optional<String> by, String reason, Instant at, boolean late)
            implements AccessEvent {
        public GrantEnded {
            Checks.id(grant, "grant");
            requireNonNull(how, "how is null");
            requireNonNull(by, "by is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    // ---- reviews and what they find

    /**
     * A grant that has ended owes a review.
     *
     * @param due until when
     * @param by the groups whose people sign it off; whoever reviews its targets when empty
     */
    record ReviewDue(long grant, Instant due, Set<String> by, Instant at) implements AccessEvent {
        public ReviewDue {
            Checks.id(grant, "grant");
            requireNonNull(due, "due is null");
            by = Checks.names(by, "by");
            requireNonNull(at, "at is null");
        }
    }

    /** A grant has ended that no rule wants reviewed. */
    record ReviewNotOwed(long grant, Instant at) implements AccessEvent {
        public ReviewNotOwed {
            Checks.id(grant, "grant");
            requireNonNull(at, "at is null");
        }
    }

    /** Nobody signed a review off in time; said once. */
    record ReviewOverdue(long grant, Instant at) implements AccessEvent {
        public ReviewOverdue {
            Checks.id(grant, "grant");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A review was signed off.
     *
     * @param note empty when there was nothing to say
     */
    record GrantReviewed(long grant, String by, Verdict verdict, String note, Instant at) implements AccessEvent {
        public GrantReviewed {
            Checks.id(grant, "grant");
            Checks.filled(by, "by");
            requireNonNull(verdict, "verdict is null");
            requireNonNull(note, "note is null");
            requireNonNull(at, "at is null");
        }
    }

    /** A review found what had not been asked for; it follows the {@link GrantReviewed} that says so. */
    record IncidentOpened(long incident, long grant, String by, String note, Instant at) implements AccessEvent {
        public IncidentOpened {
            Checks.id(incident, "incident");
            Checks.id(grant, "grant");
            Checks.filled(by, "by");
            Checks.filled(note, "note");
            requireNonNull(at, "at is null");
        }
    }

    // ---- certificates

    /** The intent, written before the signature is made. */
    record CertificateSigning(
            long serial,
            String person,
            String keyFingerprint,
            String keyId,
            Instant notBefore,
            Instant notAfter,
            List<Long> grants,
            Instant at)
            implements AccessEvent {
        public CertificateSigning {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(person, "person");
            Checks.filled(keyFingerprint, "keyFingerprint");
            Checks.filled(keyId, "keyId");
            requireNonNull(notBefore, "notBefore is null");
            requireNonNull(notAfter, "notAfter is null");
            requireNonNull(grants, "grants is null");
            grants = List.copyOf(grants);
            requireNonNull(at, "at is null");
        }
    }

    /** The outcome: the certificate's blob in base64. */
    record CertificateSigned(long serial, String base64Blob, Instant at) implements AccessEvent {
        public CertificateSigned {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(base64Blob, "base64Blob");
            requireNonNull(at, "at is null");
        }
    }

    record CertificateRevoked(long serial, String by, String reason, Instant at) implements AccessEvent {
        public CertificateRevoked {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    // ---- second factors

    /**
     * A person was given a secret that proves them from their first right code on.
     *
     * @param sealedSecret sealed by a key that is not in the ledger
     * @param recovery SHA-256, in hex, of each recovery code
     */
    record FactorEnrolled(String person, String sealedSecret, Set<String> recovery, Instant at) implements AccessEvent {
        public FactorEnrolled {
            Checks.filled(person, "person");
            Checks.filled(sealedSecret, "sealedSecret");
            recovery = Checks.names(recovery, "recovery");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A person showed a right code.
     *
     * @param source the address that it came from
     * @param step the time step whose code it was
     * @param recovery the digest of the recovery code that it was instead, which is used up
     */
    record FactorProved(String person, String source, OptionalLong step, Optional<String> recovery, Instant at)
            implements AccessEvent {
        public FactorProved {
            Checks.filled(person, "person");
            requireNonNull(source, "source is null");
            requireNonNull(step, "step is null");
            requireNonNull(recovery, "recovery is null");
            Checks.check(step.isPresent() != recovery.isPresent(), "it is a code or a recovery code");
            requireNonNull(at, "at is null");
        }
    }

    /** A person, or whoever has their key, showed a wrong code. */
    record FactorFailed(String person, String source, Instant at) implements AccessEvent {
        public FactorFailed {
            Checks.filled(person, "person");
            requireNonNull(source, "source is null");
            requireNonNull(at, "at is null");
        }
    }

    /** An administrator took a lost factor away. */
    record FactorRemoved(String person, String by, String reason, Instant at) implements AccessEvent {
        public FactorRemoved {
            Checks.filled(person, "person");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    // ---- sessions and their recordings

    record SessionOpened(
            long session,
            long grant,
            String person,
            String target,
            String login,
            String source,
            SessionForm form,
            Instant at)
            implements AccessEvent {
        public SessionOpened {
            Checks.id(session, "session");
            Checks.id(grant, "grant");
            Checks.filled(person, "person");
            Checks.filled(target, "target");
            Checks.filled(login, "login");
            requireNonNull(source, "source is null");
            requireNonNull(form, "form is null");
            requireNonNull(at, "at is null");
        }
    }

    /** An administrator ended a live session; its {@link SessionEnded} follows. */
    record SessionKilled(long session, String by, String reason, Instant at) implements AccessEvent {
        public SessionKilled {
            Checks.id(session, "session");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A session ended and its recording is sealed.
     *
     * @param sealSha256 hex of the SHA-256 of the recording's list of digests; empty when there is no seal
     * @param late whether it is written after it had taken effect
     */
    record SessionEnded(
            long session,
            String cause,
            String sealSha256,
            long unrecordedBytes,
            int withheldLines,
            boolean late,
            Instant at)
            implements AccessEvent {
        public SessionEnded {
            Checks.id(session, "session");
            Checks.filled(cause, "cause");
            requireNonNull(sealSha256, "sealSha256 is null");
            Checks.check(unrecordedBytes >= 0, "unrecordedBytes is negative");
            Checks.check(withheldLines >= 0, "withheldLines is negative");
            requireNonNull(at, "at is null");
        }
    }

    /** A session was found open after a crash. */
    record SessionBroken(long session, String why, Instant at) implements AccessEvent {
        public SessionBroken {
            Checks.id(session, "session");
            requireNonNull(why, "why is null");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * Somebody looked at a recording or took it away.
     *
     * @param how {@code replay}, {@code export}, {@code watch} and so on
     */
    record RecordingRead(long session, String person, String how, Instant at) implements AccessEvent {
        public RecordingRead {
            Checks.id(session, "session");
            Checks.filled(person, "person");
            Checks.filled(how, "how");
            requireNonNull(at, "at is null");
        }
    }

    // ---- people

    /**
     * A person is shut out; what they had ends by events of its own.
     *
     * @param by who did it; nobody where they had not been here for long
     * @param late whether it is written after it had taken effect
     */
    record PersonDisabled(String person, Optional<String> by, String reason, Instant at, boolean late)
            implements AccessEvent {
        public PersonDisabled {
            Checks.filled(person, "person");
            requireNonNull(by, "by is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    record PersonEnabled(String person, String by, String reason, Instant at) implements AccessEvent {
        public PersonEnabled {
            Checks.filled(person, "person");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    /** A person logged in, the first time on that day of UTC. */
    record PersonUsed(String person, Instant at) implements AccessEvent {
        public PersonUsed {
            Checks.filled(person, "person");
            requireNonNull(at, "at is null");
        }
    }

    /** The policy names these people for the first time: from here on their time without use counts. */
    record PeopleAppeared(Set<String> people, Instant at) implements AccessEvent {
        public PeopleAppeared {
            people = Checks.names(people, "people");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A person was given the same target again and again within thirty days: the rule should be reviewed.
     *
     * @param rule the one that gave it last
     */
    record AccessRecurring(String person, String target, String rule, int times, Instant at) implements AccessEvent {
        public AccessRecurring {
            Checks.filled(person, "person");
            Checks.filled(target, "target");
            Checks.filled(rule, "rule");
            Checks.check(times > 0, "times is not positive");
            requireNonNull(at, "at is null");
        }
    }

    // ---- the bastion itself

    /** A policy came into force; its text is kept whole under the digest. */
    record PolicyAccepted(String digest, Instant at) implements AccessEvent {
        public PolicyAccepted {
            Checks.filled(digest, "digest");
            requireNonNull(at, "at is null");
        }
    }

    record BastionStarted(String version, Instant at) implements AccessEvent {
        public BastionStarted {
            Checks.filled(version, "version");
            requireNonNull(at, "at is null");
        }
    }

    record BastionStopped(Instant at) implements AccessEvent {
        public BastionStopped {
            requireNonNull(at, "at is null");
        }
    }

    /**
     * An older copy of the ledger was put back and accepted, after everything in it that gives access had been ended.
     *
     * @param lostHead the newest signed head of what was lost, where it was known; empty otherwise
     */
    record LedgerRestored(String lostHead, String by, Instant at) implements AccessEvent {
        public LedgerRestored {
            requireNonNull(lostHead, "lostHead is null");
            Checks.filled(by, "by");
            requireNonNull(at, "at is null");
        }
    }

    /** So many logins from one address failed within one minute: all that a stranger leaves in the ledger. */
    record LoginsRefused(String address, int count, Instant minute, Instant at) implements AccessEvent {
        public LoginsRefused {
            Checks.filled(address, "address");
            Checks.check(count > 0, "count is not positive");
            requireNonNull(minute, "minute is null");
            requireNonNull(at, "at is null");
        }
    }
}
