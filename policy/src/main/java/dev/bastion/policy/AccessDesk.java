package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.text.Checks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The desk where access is asked for, agreed to, lengthened, given back and taken away. Each method makes a decider for
 * {@link AccessJournal#submit}; nothing happens before.
 *
 * <p>People are named, and looked up in the policy in force when the decision is taken; so are rules and targets. What gives
 * access refuses while the clock is behind the newest event by more than five seconds; what takes it away does not ask.
 * Deciders read state, policy and clock and change nothing, so that one may also be run by itself, on a committed state, to
 * learn what would be decided: what takes access away acts on that at once and is written afterwards.
 *
 * <p>Safe to use from any thread.
 */
public final class AccessDesk {

    private final Supplier<AccessPolicy> policies;
    private final GrantTokenSigner signer;
    private final Clock clock;

    public AccessDesk(Supplier<AccessPolicy> policies, GrantTokenSigner signer, Clock clock) {
        this.policies = requireNonNull(policies, "policies is null");
        this.signer = requireNonNull(signer, "signer is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    // ---- what may give access

    /** {@code RequestPending}, {@code GrantGiven} where the rule approves by itself, or {@code Refused}. */
    public Decider<Decision> request(String asker, Wish wish, Proofs proofs) {
        requireNonNull(asker, "asker is null");
        requireNonNull(wish, "wish is null");
        requireNonNull(proofs, "proofs is null");
        return act(asker, scene -> new Asks(scene, proofs).request(asker, wish));
    }

    /** The same from a connection that proved nothing besides a key. */
    public Decider<Decision> request(String asker, Wish wish) {
        return request(asker, wish, Proofs.NONE);
    }

    /**
     * Breaks the glass: {@code GrantGiven} at once and without approval, where the rule has it, or {@code Refused}. The
     * grant is marked for ever and owes a review.
     *
     * @param wish the longest that the rule gives in an emergency when it names no length; its reason is required, a ticket
     *     is not
     */
    public Decider<Decision> breakGlass(String person, Wish wish, Proofs proofs) {
        requireNonNull(person, "person is null");
        requireNonNull(wish, "wish is null");
        requireNonNull(proofs, "proofs is null");
        return act(person, scene -> new Emergencies(scene, proofs).breakGlass(person, wish));
    }

    /** The same from a connection that proved nothing besides a key. */
    public Decider<Decision> breakGlass(String person, Wish wish) {
        return breakGlass(person, wish, Proofs.NONE);
    }

    /**
     * {@code ApprovalCounted}, {@code GrantGiven} or {@code GrantLengthened} with the last one needed, or {@code Refused}.
     */
    public Decider<Decision> approve(String approver, long request) {
        return approve(approver, request, Consent.WHOLE);
    }

    /** The same for an approval that says to what it agrees. */
    public Decider<Decision> approve(String approver, long request, Consent consent) {
        return approve(approver, request, consent, Proofs.NONE);
    }

    /**
     * The same from a connection that proved more. What is granted is what all of them agree to.
     *
     * @param consent its targets as a person types them
     * @param proofs what the approver's connection proved besides a key
     */
    public Decider<Decision> approve(String approver, long request, Consent consent, Proofs proofs) {
        return approve(approver, request, consent, proofs, Optional.empty());
    }

    /**
     * The same with a signature over the request.
     *
     * @param proof as text, verified to be of the approver's key and over this very request
     */
    public Decider<Decision> approve(
            String approver, long request, Consent consent, Proofs proofs, Optional<String> proof) {
        requireNonNull(approver, "approver is null");
        requireNonNull(consent, "consent is null");
        requireNonNull(proofs, "proofs is null");
        requireNonNull(proof, "proof is null");
        return act(approver, scene -> new Answers(scene, proofs).approve(approver, request, consent, proof));
    }

    /**
     * Asks to lengthen one's own grant: {@code RequestPending}, {@code GrantLengthened} where the rule approves by itself,
     * or {@code Refused}.
     *
     * @param more how much is to be added; the whole stays within the rule's maximum
     */
    public Decider<Decision> extend(String asker, long grant, Duration more, String reason, Proofs proofs) {
        requireNonNull(asker, "asker is null");
        requireNonNull(more, "more is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(proofs, "proofs is null");
        return act(asker, scene -> new Extensions(scene, proofs).extend(asker, grant, more, reason));
    }

    /** The same from a connection that proved nothing besides a key. */
    public Decider<Decision> extend(String asker, long grant, Duration more, String reason) {
        return extend(asker, grant, more, reason, Proofs.NONE);
    }

    /** {@code GrantBegun} with the end it now has, also when it had begun before, or {@code Refused}. */
    public Decider<Decision> startAtFirstUse(long grant) {
        return decider(scene -> new Starts(scene).firstUse(grant));
    }

    // ---- second factors

    /** {@code FactorChanged}, or {@code Refused} without a fresh proof of the factor that is in force. */
    public Decider<Decision> enrolFactor(String person, String sealedSecret, Set<String> recovery, Proofs proofs) {
        requireNonNull(person, "person is null");
        requireNonNull(sealedSecret, "sealedSecret is null");
        requireNonNull(recovery, "recovery is null");
        requireNonNull(proofs, "proofs is null");
        return act(person, scene -> new Factors(scene).enrol(person, sealedSecret, recovery, proofs));
    }

    /** {@code FactorAccepted}, or {@code Refused}, and the wrong try is written. */
    public Decider<Decision> proveFactor(String person, String source, FactorAttempt attempt) {
        requireNonNull(person, "person is null");
        requireNonNull(source, "source is null");
        requireNonNull(attempt, "attempt is null");
        return decider(scene -> new Factors(scene).prove(person, source, attempt));
    }

    /** {@code FactorChanged} or {@code Refused}; the reason is required. */
    public Decider<Decision> resetFactor(String administrator, String person, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        return act(administrator, scene -> new Factors(scene).reset(administrator, person, reason));
    }

    /** What a connection must still prove for that act under that rule; nothing when it may go on. */
    public Optional<Decision.Refused> missingProof(
            AccessState state, Rule rule, SecondFactor.Act act, String person, Proofs proofs) {
        return new Factors(scene(state, now())).missing(rule.secondFactor(), act, person, proofs);
    }

    /** Why a grant without a review cannot be reviewed: it has not ended, has ended this moment, or owes none. */
    public Decision.Refused notReviewable(AccessState state, Grant grant) {
        return new Reviews(scene(state, now())).owesNone(grant);
    }

    // ---- people whom a provider vouches for

    /** {@code SignOnChanged}, or {@code Refused}; the claim must have been verified. */
    public Decider<Decision> signOn(SignOnClaim claim) {
        requireNonNull(claim, "claim is null");
        return decider(scene -> new SignOns(scene, scene.now()).signOn(claim));
    }

    /** Writes what groups the provider says somebody is of who is signed on, where it says others than before. */
    public Decider<List<AccessEvent>> signOnGroups(String person, Set<String> groups) {
        requireNonNull(person, "person is null");
        requireNonNull(groups, "groups is null");
        return sweep(scene -> new SignOns(scene, scene.now()).groups(person, groups));
    }

    /** Writes that the provider still vouches for the people of these keys, by fingerprint. */
    public Decider<List<AccessEvent>> confirmSignOns(Set<String> fingerprints) {
        requireNonNull(fingerprints, "fingerprints is null");
        return sweep(scene -> new SignOns(scene, scene.now()).confirmed(fingerprints));
    }

    /** Ends a single sign-on, and with the last of a person all that they have; the events say what. */
    public Decider<List<AccessEvent>> endSignOn(SignOn signOn, SignOnEnd how, String reason) {
        requireNonNull(signOn, "signOn is null");
        requireNonNull(how, "how is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return sweep(scene -> new SignOns(scene, effect).ended(signOn, how, reason));
    }

    /** Lets another account of the provider have a name: {@code PersonChanged} or {@code Refused}; the reason is required. */
    public Decider<Decision> freeName(String administrator, String person, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        return act(administrator, scene -> new SignOns(scene, scene.now()).free(administrator, person, reason));
    }

    // ---- what closes a request

    /** {@code RequestClosed} or {@code Refused}; the reason is required. */
    public Decider<Decision> deny(String approver, long request, String reason) {
        requireNonNull(approver, "approver is null");
        requireNonNull(reason, "reason is null");
        return act(approver, scene -> new Answers(scene, Proofs.NONE).deny(approver, request, reason));
    }

    /** {@code RequestClosed} or {@code Refused}. */
    public Decider<Decision> withdraw(String person, long request) {
        requireNonNull(person, "person is null");
        return act(person, scene -> new Answers(scene, Proofs.NONE).withdraw(person, request));
    }

    // ---- what is looked at afterwards

    /** {@code GrantSignedOff} or {@code Refused}; a deviation needs a note and opens an incident. */
    public Decider<Decision> review(String reviewer, long grant, Verdict verdict, String note) {
        requireNonNull(reviewer, "reviewer is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(note, "note is null");
        return act(reviewer, scene -> new Reviews(scene).review(reviewer, grant, verdict, note));
    }

    /** Writes what review each grant owes that has ended, and which reviews nobody signed off by that moment. */
    public Decider<List<AccessEvent>> fallDue(Instant at) {
        requireNonNull(at, "at is null");
        return state -> swept(new ReviewSweeps(scene(state, at)).events());
    }

    // ---- what is signed by hand, by whoever rules the server

    /** Writes that a person's certificate will be signed: {@code SigningNoted} or {@code Refused}. */
    public Decider<Decision> signByHand(CertificateEvent.CertificateSigning intent) {
        requireNonNull(intent, "intent is null");
        return decider(scene -> new HandSigning(scene).person(intent));
    }

    /** The same of a real host's certificate. */
    public Decider<Decision> signHost(CertificateEvent.HostCertificateSigning intent) {
        requireNonNull(intent, "intent is null");
        return decider(scene -> new HandSigning(scene).host(intent));
    }

    /** Writes the certificate that was signed: {@code SigningNoted}, or {@code Refused} if it was revoked meanwhile. */
    public Decider<Decision> signedByHand(long serial, String base64) {
        requireNonNull(base64, "base64 is null");
        return decider(scene -> new HandSigning(scene).signed(serial, base64));
    }

    // ---- what is kept

    /** Keeps a grant's or a session's recordings whatever their class says: {@code HoldChanged} or {@code Refused}. */
    public Decider<Decision> hold(String by, Held held, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(held, "held is null");
        requireNonNull(reason, "reason is null");
        return act(by, scene -> new Keeping(scene).hold(by, held, reason));
    }

    /** {@code HoldChanged} or {@code Refused}; nobody lifts a hold on what they did themselves. */
    public Decider<Decision> liftHold(String by, Held held, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(held, "held is null");
        requireNonNull(reason, "reason is null");
        return act(by, scene -> new Keeping(scene).lift(by, held, reason));
    }

    /** The sessions whose recordings may be deleted now: class run out, reviewed, not held. */
    public List<SessionFacts> deletable(AccessState state) {
        return new Keeping(scene(state, now())).due();
    }

    /**
     * Writes that a recording is deleted, before any of it is: the deletion, or nothing where something keeps it after all.
     *
     * @param sumsSha256 of its list of digests, in hex; empty when there is none
     * @param faults what is wrong with it
     */
    public Decider<Optional<Deletion>> deleteRecording(long session, String sumsSha256, List<String> faults) {
        requireNonNull(sumsSha256, "sumsSha256 is null");
        requireNonNull(faults, "faults is null");
        return state -> new Keeping(scene(state, now())).delete(session, sumsSha256, faults);
    }

    /** Writes that the installation lives, on a day on which nothing else says so. */
    public Decider<List<AccessEvent>> beginDay() {
        return sweep(scene -> scene.clockBehind() || scene.state().livedOn(scene.now())
                ? List.of()
                : List.of(new BastionEvent.DayBegun(scene.now())));
    }

    // ---- what takes access away: dated to when the decider is made, and marked late when it is decided long after

    /** {@code GrantOver} or {@code Refused}. */
    public Decider<Decision> release(String person, long grant) {
        requireNonNull(person, "person is null");
        Instant effect = now();
        return act(person, scene -> new Endings(scene, effect).release(person, grant));
    }

    /** {@code GrantOver} or {@code Refused}; the reason is required. */
    public Decider<Decision> revoke(String administrator, long grant, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return act(administrator, scene -> new Endings(scene, effect).revoke(administrator, grant, reason));
    }

    /** {@code CertificateOver} or {@code Refused}; for administrators, and for the person whose it is. */
    public Decider<Decision> revokeCertificate(String by, long serial, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return act(by, scene -> new Revoking(scene, effect).revokeSerial(by, serial, reason));
    }

    /** The same by whoever rules the server. */
    public Decider<Decision> revokeCertificateHere(String by, long serial, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return decider(scene -> new Revoking(scene, effect).revokeSerialHere(by, serial, reason));
    }

    /** Takes back a key, an authority or certificates, for good: {@code RevocationTaken} or {@code Refused}. */
    public Decider<Decision> revoke(String administrator, RevocationKind kind, String what, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(what, "what is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return act(administrator, scene -> new Revoking(scene, effect).revoke(administrator, kind, what, reason));
    }

    /** The same by whoever rules the server. */
    public Decider<Decision> revokeHere(String by, RevocationKind kind, String what, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(what, "what is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return decider(scene -> new Revoking(scene, effect).revokeHere(by, kind, what, reason));
    }

    /**
     * Shuts a person out, with everything they have: {@code PersonChanged} or {@code Refused}; the reason is required. Not
     * the last who administers.
     */
    public Decider<Decision> disable(String administrator, String person, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return act(administrator, scene -> new Leaving(scene, effect).disable(administrator, person, reason));
    }

    /** The same by whoever rules the server, who can give access back as well: also the last who administers. */
    public Decider<Decision> disableHere(String by, String person, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return decider(scene -> new Leaving(scene, effect).disableHere(by, person, reason));
    }

    /** Lets a person in again: {@code PersonChanged} or {@code Refused}; the reason is required. */
    public Decider<Decision> enable(String administrator, String person, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        return act(administrator, scene -> new Leaving(scene, scene.now()).enable(administrator, person, reason));
    }

    /** The same by whoever rules the server. */
    public Decider<Decision> enableHere(String by, String person, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        return decider(scene -> new Leaving(scene, scene.now()).enableHere(by, person, reason));
    }

    /** Writes that a person logged in, once a day of UTC. */
    public Decider<List<AccessEvent>> used(String person) {
        requireNonNull(person, "person is null");
        return sweep(scene -> new Leaving(scene, scene.now()).used(person));
    }

    /** Notes who is in the policy for the first time, and shuts out who was not here for so long. */
    public Decider<List<AccessEvent>> disableIdle(Duration after) {
        Checks.positive(after, "after");
        return sweep(scene -> {
            Leaving leaving = new Leaving(scene, scene.now());
            // While nobody knows what time it is, nobody has been away for long.
            List<AccessEvent> events = new ArrayList<>(scene.clockBehind() ? List.of() : leaving.idle(after));
            events.addAll(leaving.appeared());
            return events;
        });
    }

    /**
     * The bastion itself ends a grant, as of that moment: {@code GrantOver}, with how it ended before when it had, or
     * {@code Refused} when there is none.
     */
    public Decider<Decision> end(long grant, GrantEnd how, String reason, Instant effect) {
        requireNonNull(how, "how is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(effect, "effect is null");
        return decider(scene -> new Endings(scene, effect.truncatedTo(ChronoUnit.MILLIS)).end(grant, how, reason));
    }

    /** Ends every open grant; the events say which. */
    public Decider<List<AccessEvent>> endAll(GrantEnd how, String reason) {
        requireNonNull(how, "how is null");
        requireNonNull(reason, "reason is null");
        Instant effect = now();
        return sweep(scene -> new Endings(scene, effect).all(how, reason));
    }

    /** After a change of policy: ends every grant that it no longer gives; the events say which. */
    public Decider<List<AccessEvent>> endRightsLost() {
        Instant effect = now();
        return sweep(scene -> new Endings(scene, effect).rightsLost());
    }

    /** Writes the end of each grant whose time is over at that moment. */
    public Decider<List<AccessEvent>> expire(Instant at) {
        requireNonNull(at, "at is null");
        return state -> swept(new Sweeps(scene(state, at)).expired());
    }

    /** Writes the lapse of each request that waited too long at that moment. */
    public Decider<List<AccessEvent>> lapse(Instant at) {
        requireNonNull(at, "at is null");
        return state -> swept(new Sweeps(scene(state, at)).lapsed());
    }

    private Decider<Decision> decider(Function<Scene, Decided<Decision>> decision) {
        return state -> decision.apply(scene(state, now()));
    }

    /** What a person does, unless they are disabled. */
    private Decider<Decision> act(String person, Function<Scene, Decided<Decision>> decision) {
        return decider(scene -> scene.state()
                .disabling(person)
                .map(disabling -> Decided.<Decision>nothing(Refusals.disabled(disabling, scene.now())))
                .orElseGet(() -> decision.apply(scene)));
    }

    private Decider<List<AccessEvent>> sweep(Function<Scene, List<AccessEvent>> sweep) {
        return state -> swept(sweep.apply(scene(state, now())));
    }

    private static Decided<List<AccessEvent>> swept(List<AccessEvent> events) {
        return new Decided<>(events, events);
    }

    private Scene scene(AccessState state, Instant now) {
        return new Scene(state, policies.get(), now, signer);
    }

    /** Whole milliseconds, which every store keeps. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
