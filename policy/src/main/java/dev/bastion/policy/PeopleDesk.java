package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The desk of the people themselves: their second factors, whether a provider vouches for them, whether they are shut out.
 * Each method makes a decider, under the terms of {@link AccessDesk}. Safe to use from any thread.
 */
public final class PeopleDesk {
    private final Deciders deciders;

    PeopleDesk(Deciders deciders) {
        this.deciders = requireNonNull(deciders, "deciders is null");
    }

    /** {@code FactorChanged}, or {@code Refused} without a fresh proof of the factor that is in force. */
    public Decider<Decision> enrolFactor(String person, String sealedSecret, Set<String> recovery, Proofs proofs) {
        requireNonNull(person, "person is null");
        requireNonNull(sealedSecret, "sealedSecret is null");
        requireNonNull(recovery, "recovery is null");
        requireNonNull(proofs, "proofs is null");
        return deciders.act(person, scene -> new Factors(scene).enrol(person, sealedSecret, recovery, proofs));
    }

    /** {@code FactorAccepted}, or {@code Refused}, and the wrong try is written. */
    public Decider<Decision> proveFactor(String person, String source, FactorAttempt attempt) {
        requireNonNull(person, "person is null");
        requireNonNull(source, "source is null");
        requireNonNull(attempt, "attempt is null");
        return deciders.decision(scene -> new Factors(scene).prove(person, source, attempt));
    }

    /** {@code FactorChanged} or {@code Refused}; the reason is required. */
    public Decider<Decision> resetFactor(String administrator, String person, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        return deciders.act(administrator, scene -> new Factors(scene).reset(administrator, person, reason));
    }

    /** What a connection must still prove for that act under that rule; nothing when it may go on. */
    public Optional<Decision.Refused> missingProof(
            AccessState state, Rule rule, SecondFactor.Act act, String person, Proofs proofs) {
        return new Factors(deciders.scene(state)).missing(rule.secondFactor(), act, person, proofs);
    }

    /** {@code SignOnChanged}, or {@code Refused}; the claim must have been verified. */
    public Decider<Decision> signOn(SignOnClaim claim) {
        requireNonNull(claim, "claim is null");
        return deciders.decision(scene -> new SignOns(scene, scene.now()).signOn(claim));
    }

    /** Writes what groups the provider says somebody is of who is signed on, where it says others than before. */
    public Decider<List<AccessEvent>> signOnGroups(String person, Set<String> groups) {
        requireNonNull(person, "person is null");
        requireNonNull(groups, "groups is null");
        return deciders.sweep(scene -> new SignOns(scene, scene.now()).groups(person, groups));
    }

    /** Writes that the provider still vouches for the people of these keys, by fingerprint. */
    public Decider<List<AccessEvent>> confirmSignOns(Set<String> fingerprints) {
        requireNonNull(fingerprints, "fingerprints is null");
        return deciders.sweep(scene -> new SignOns(scene, scene.now()).confirmed(fingerprints));
    }

    /** Ends a single sign-on, and with the last of a person all that they have; the events say what. */
    public Decider<List<AccessEvent>> endSignOn(SignOn signOn, SignOnEnd how, String reason) {
        requireNonNull(signOn, "signOn is null");
        requireNonNull(how, "how is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.sweep(scene -> new SignOns(scene, effect).ended(signOn, how, reason));
    }

    /** Lets another account of the provider have a name: {@code PersonChanged} or {@code Refused}; the reason is required. */
    public Decider<Decision> freeName(String administrator, String person, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        return deciders.act(
                administrator, scene -> new SignOns(scene, scene.now()).free(administrator, person, reason));
    }

    /**
     * Shuts a person out, with everything they have: {@code PersonChanged} or {@code Refused}; the reason is required. Not
     * the last who administers.
     */
    public Decider<Decision> disable(String administrator, String person, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.act(administrator, scene -> new Leaving(scene, effect).disable(administrator, person, reason));
    }

    /** The same by whoever rules the server, who can give access back as well: also the last who administers. */
    public Decider<Decision> disableHere(String by, String person, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        Instant effect = deciders.now();
        return deciders.decision(scene -> new Leaving(scene, effect).disableHere(by, person, reason));
    }

    /** Lets a person in again: {@code PersonChanged} or {@code Refused}; the reason is required. */
    public Decider<Decision> enable(String administrator, String person, String reason) {
        requireNonNull(administrator, "administrator is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        return deciders.act(
                administrator, scene -> new Leaving(scene, scene.now()).enable(administrator, person, reason));
    }

    /** The same by whoever rules the server. */
    public Decider<Decision> enableHere(String by, String person, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(person, "person is null");
        requireNonNull(reason, "reason is null");
        return deciders.decision(scene -> new Leaving(scene, scene.now()).enableHere(by, person, reason));
    }

    /** Writes that a person logged in, once a day of UTC. */
    public Decider<List<AccessEvent>> used(String person) {
        requireNonNull(person, "person is null");
        return deciders.sweep(scene -> new Leaving(scene, scene.now()).used(person));
    }

    /** Notes who is in the policy for the first time, and shuts out who was not here for so long. */
    public Decider<List<AccessEvent>> disableIdle(Duration after) {
        Checks.positive(after, "after");
        return deciders.sweep(scene -> {
            Leaving leaving = new Leaving(scene, scene.now());
            // While nobody knows what time it is, nobody has been away for long.
            List<AccessEvent> events = new ArrayList<>(scene.clockBehind() ? List.of() : leaving.idle(after));
            events.addAll(leaving.appeared());
            return events;
        });
    }
}
