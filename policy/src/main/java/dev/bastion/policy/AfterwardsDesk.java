package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessJournal.Decider;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The desk where what was done is looked at, signed off and kept: reviews, holds and the end of recordings. Each method makes
 * a decider, under the terms of {@link AccessDesk}. Safe to use from any thread.
 */
public final class AfterwardsDesk {
    private final Deciders deciders;

    AfterwardsDesk(Deciders deciders) {
        this.deciders = requireNonNull(deciders, "deciders is null");
    }

    /** Why a grant without a review cannot be reviewed: it has not ended, has ended this moment, or owes none. */
    public Decision.Refused notReviewable(AccessState state, Grant grant) {
        return new Reviews(deciders.scene(state)).owesNone(grant);
    }

    /** {@code GrantSignedOff} or {@code Refused}; a deviation needs a note and opens an incident. */
    public Decider<Decision> review(String reviewer, long grant, Verdict verdict, String note) {
        requireNonNull(reviewer, "reviewer is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(note, "note is null");
        return deciders.act(reviewer, scene -> new Reviews(scene).review(reviewer, grant, verdict, note));
    }

    /** Writes what review each grant owes that has ended, and which reviews nobody signed off by that moment. */
    public Decider<List<AccessEvent>> fallDue(Instant at) {
        requireNonNull(at, "at is null");
        return deciders.sweep(at, scene -> new ReviewSweeps(scene).events());
    }

    /** Keeps a grant's or a session's recordings whatever their class says: {@code HoldChanged} or {@code Refused}. */
    public Decider<Decision> hold(String by, Held held, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(held, "held is null");
        requireNonNull(reason, "reason is null");
        return deciders.act(by, scene -> new Keeping(scene).hold(by, held, reason));
    }

    /** {@code HoldChanged} or {@code Refused}; nobody lifts a hold on what they did themselves. */
    public Decider<Decision> liftHold(String by, Held held, String reason) {
        requireNonNull(by, "by is null");
        requireNonNull(held, "held is null");
        requireNonNull(reason, "reason is null");
        return deciders.act(by, scene -> new Keeping(scene).lift(by, held, reason));
    }

    /** The sessions whose recordings may be deleted now: class run out, reviewed, not held. */
    public List<SessionFacts> deletable(AccessState state) {
        return new Keeping(deciders.scene(state)).due();
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
        return state -> new Keeping(deciders.scene(state)).delete(session, sumsSha256, faults);
    }
}
