package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessJournal.Decider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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
    private final Deciders deciders;
    private final PeopleDesk people;
    private final AfterwardsDesk afterwards;
    private final CertificateDesk certificates;

    public AccessDesk(Supplier<AccessPolicy> policies, GrantTokenSigner signer, Clock clock) {
        deciders = new Deciders(policies, signer, clock);
        people = new PeopleDesk(deciders);
        afterwards = new AfterwardsDesk(deciders);
        certificates = new CertificateDesk(deciders);
    }

    /** Second factors, sign-ons, and who is shut out. */
    public PeopleDesk people() {
        return people;
    }

    /** Reviews, holds, and the end of recordings. */
    public AfterwardsDesk afterwards() {
        return afterwards;
    }

    /** What is signed by hand and what is revoked besides a grant. */
    public CertificateDesk certificates() {
        return certificates;
    }

    // ---- what may give access

    /** {@code RequestPending}, {@code GrantGiven} where the rule approves by itself, or {@code Refused}. */
    public Decider<Decision> request(String asker, Wish wish, Proofs proofs) {
        requireNonNull(asker, "asker is null");
        requireNonNull(wish, "wish is null");
        requireNonNull(proofs, "proofs is null");
        return deciders.act(asker, scene -> new Asks(scene, proofs).request(asker, wish));
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
        return deciders.act(person, scene -> new Emergencies(scene, proofs).breakGlass(person, wish));
    }

    /**
     * {@code ApprovalCounted}, {@code GrantGiven} or {@code GrantLengthened} with the last one needed, or {@code Refused}.
     * What is granted is what all of them agree to.
     *
     * @param consent its targets as a person types them
     * @param proofs what the approver's connection proved besides a key
     * @param proof a signature as text, verified to be of the approver's key and over this very request
     */
    public Decider<Decision> approve(
            String approver, long request, Consent consent, Proofs proofs, Optional<String> proof) {
        requireNonNull(approver, "approver is null");
        requireNonNull(consent, "consent is null");
        requireNonNull(proofs, "proofs is null");
        requireNonNull(proof, "proof is null");
        return deciders.act(approver, scene -> new Answers(scene, proofs).approve(approver, request, consent, proof));
    }

    /** The same for all that was asked, from a connection that proved nothing besides a key. */
    public Decider<Decision> approve(String approver, long request) {
        return approve(approver, request, Consent.WHOLE, Proofs.NONE, Optional.empty());
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
        return deciders.act(asker, scene -> new Extensions(scene, proofs).extend(asker, grant, more, reason));
    }

    /** {@code GrantBegun} with the end it now has, also when it had begun before, or {@code Refused}. */
    public Decider<Decision> startAtFirstUse(long grant) {
        return deciders.decision(scene -> new Starts(scene).firstUse(grant));
    }

    // ---- what closes a request

    /** {@code RequestClosed} or {@code Refused}; the reason is required. */
    public Decider<Decision> deny(String approver, long request, String reason) {
        requireNonNull(approver, "approver is null");
        requireNonNull(reason, "reason is null");
        return deciders.act(approver, scene -> new Answers(scene, Proofs.NONE).deny(approver, request, reason));
    }

    /** {@code RequestClosed} or {@code Refused}. */
    public Decider<Decision> withdraw(String person, long request) {
        requireNonNull(person, "person is null");
        return deciders.act(person, scene -> new Answers(scene, Proofs.NONE).withdraw(person, request));
    }

    // ---- what takes access away: dated to when the decider is made, and marked late when it is decided long after

    /** {@code GrantOver} or {@code Refused}. */
    public Decider<Decision> release(String person, long grant) {
        requireNonNull(person, "person is null");
        Instant effect = deciders.now();
        return deciders.act(person, scene -> new Endings(scene, effect).release(person, grant));
    }

    /** {@code GrantOver} or {@code Refused}; the reason is required. */
    public Decider<Decision> revoke(String administrator, long grant, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.act(administrator, scene -> new Endings(scene, effect).revoke(administrator, grant, reason));
    }

    /**
     * The bastion itself ends a grant, as of that moment: {@code GrantOver}, with how it ended before when it had, or
     * {@code Refused} when there is none.
     */
    public Decider<Decision> end(long grant, GrantEnd how, String reason, Instant effect) {
        requireNonNull(how, "how is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(effect, "effect is null");
        return deciders.decision(
                scene -> new Endings(scene, effect.truncatedTo(ChronoUnit.MILLIS)).end(grant, how, reason));
    }

    /** Ends every open grant; the events say which. */
    public Decider<List<AccessEvent>> endAll(GrantEnd how, String reason) {
        requireNonNull(how, "how is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.sweep(scene -> new Endings(scene, effect).all(how, reason));
    }

    /** After a change of policy: ends every grant that it no longer gives; the events say which. */
    public Decider<List<AccessEvent>> endRightsLost() {
        Instant effect = deciders.now();
        return deciders.sweep(scene -> new Endings(scene, effect).rightsLost());
    }

    /** Writes the end of each grant whose time is over at that moment. */
    public Decider<List<AccessEvent>> expire(Instant at) {
        requireNonNull(at, "at is null");
        return deciders.sweep(at, scene -> new Sweeps(scene).expired());
    }

    /** Writes the lapse of each request that waited too long at that moment. */
    public Decider<List<AccessEvent>> lapse(Instant at) {
        requireNonNull(at, "at is null");
        return deciders.sweep(at, scene -> new Sweeps(scene).lapsed());
    }

    /** Writes that the installation lives, on a day on which nothing else says so. */
    public Decider<List<AccessEvent>> beginDay() {
        return deciders.sweep(scene -> scene.clockBehind() || scene.state().livedOn(scene.now())
                ? List.of()
                : List.of(new BastionEvent.DayBegun(scene.now())));
    }
}
