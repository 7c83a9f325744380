package dev.bastion.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the events so far amount to.
 *
 * <p>Safe to read from any thread. Each answer is whole; two answers may lie on either side of a commit, and what an answer
 * refers to is always there already. Lists are copies, ordered by id.
 */
public interface AccessState {

    Optional<AccessRequest> request(long id);

    Optional<RequestState> requestState(long id);

    /** Every request there ever was. */
    List<AccessRequest> requests();

    /** Those that wait, also when they should have lapsed by now. */
    List<AccessRequest> pendingRequests();

    Optional<Grant> grant(long id);

    Optional<GrantState> grantState(long id);

    /** Every grant there ever was. */
    List<Grant> grants();

    List<Grant> grantsOf(String person);

    /** Those whose end is not written, also when their time is over. */
    List<Grant> openGrants();

    /** What the person may use now: grants that run, and grants that the next tunnel would start; none that has ended. */
    List<Grant> liveGrants(String person, Instant now);

    Optional<IssuedCertificate> certificate(long serial);

    /** Ordered by serial; those that ran out more than a day ago may be missing. */
    List<IssuedCertificate> certificatesOf(String person);

    /** Those of everybody, by serial; without those that ran out long ago. */
    List<IssuedCertificate> certificates();

    /** A real host's certificate. */
    Optional<HostCertificate> hostCertificate(long serial);

    /** Those of all real hosts, by serial; without those that ran out long ago. */
    List<HostCertificate> hostCertificates();

    /** That something is revoked by something else than a serial; of a person, when that was last done. */
    Optional<Revocation> revocation(RevocationKind kind, String what);

    /** All of them, by kind and what. */
    List<Revocation> revocations();

    Optional<SessionFacts> session(long id);

    /** Every session there ever was. */
    List<SessionFacts> sessions();

    List<SessionFacts> openSessions();

    /** What the grant owes, or has had, of a review; nothing before its end, nor of one that owes none. */
    Optional<Review> review(long grant);

    /** Those that wait for their sign-off, the one that is due first foremost. */
    List<Review> openReviews();

    /** Of those the ones past their time at that moment, in the same order. */
    List<Review> overdueReviews(Instant now);

    /** The grants that have ended and of which it is not written yet what review they owe. */
    List<Grant> unsettledGrants();

    Optional<Incident> incident(long id);

    /** Every incident there ever was. */
    List<Incident> incidents();

    /** How the person's second factor stands; nothing when none is enrolled. */
    Optional<FactorState> factor(String person);

    /** That a person is shut out, while they are. */
    Optional<Disabling> disabling(String person);

    /** Everybody who is shut out now, by name. */
    List<Disabling> disablings();

    /** When a person logged in last, to the day of UTC; empty when never. */
    Optional<Instant> lastUse(String person);

    /** From when the time without use of a person counts: their last use, or when they appeared; empty before that. */
    Optional<Instant> countsFrom(String person);

    /** Every key that a provider made somebody's and that is not said to be over, also when its hours are. */
    List<SignOn> signOns();

    /** The same of one person. */
    List<SignOn> signOnsOf(String person);

    /** The one of that key, by its fingerprint. */
    Optional<SignOn> signOn(String fingerprint);

    /** Whom the provider means by that name, once somebody has signed on by it, and until the name is freed. */
    Optional<SignOnSubject> signOnSubject(String person);

    /** The name of the subject here, the other way round. */
    Optional<String> signOnName(SignOnSubject subject);

    /** Whose the key is for good that somebody has signed on with. */
    Optional<SignOnSubject> signOnOwner(String fingerprint);

    /** The newest of each person and target that recurs. */
    List<PersonEvent.AccessRecurring> recurring();

    /** What holds exactly that; a session under a held grant is held by another. */
    Optional<Hold> hold(Held held);

    /** Everything that is held now, grants first. */
    List<Hold> holds();

    /** What holds the recording of that session, be it by its own or its grant's. */
    default Optional<Hold> holdOn(SessionFacts session) {
        return hold(Held.ofSession(session.session())).or(() -> hold(Held.ofGrant(session.grant())));
    }

    /** That the recording of the session was deleted under retention. */
    Optional<Deletion> deletion(long session);

    /** Every recording that was. */
    List<Deletion> deletions();

    /** For each receiver of notices how much in all it was not told, and when that was last so; those alone that missed any. */
    List<BastionEvent.NoticesLost> noticesLost();

    /** Whether anything was written on that day of UTC. */
    boolean livedOn(Instant day);

    /**
     * How much of the time between the two the installation has lived through for certain: of a stretch without any entry
     * seven days count, so that a clock turned ahead makes nothing old.
     */
    Duration lived(Instant from, Instant to);

    /** How the policy that was accepted last was accepted. */
    Optional<BastionEvent.PolicyAccepted> policyAccepted();

    /** Every key that an authority ever had, by authority in the order in which they were introduced. */
    List<AuthorityKey> authorityKeys();

    /** Since when it is known that a target accepts certificates by that key. */
    Optional<Instant> acceptedBy(String target, String fingerprint);

    /** Since when a person has a profile with that key. */
    Optional<Instant> fetchedBy(String person, String fingerprint);

    /** The digest of the policy accepted last. */
    default Optional<String> policyDigest() {
        return policyAccepted().map(BastionEvent.PolicyAccepted::digest);
    }

    /** The time of the newest event; {@link Instant#MIN} when there is none. */
    Instant newest();

    /** How many events there are: the place of the newest in the ledger. */
    long events();

    long nextRequestId();

    long nextGrantId();

    long nextSessionId();

    long nextIncidentId();
}
