package dev.bastion.store;

import dev.bastion.policy.AccessFold;
import dev.bastion.store.Submission.Outcome;
import dev.bastion.store.Submission.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What one commit is to write: the ends that wait, and what each submission decides on top of them and of those before
 * it. Nothing of it counts until it is durable. For one thread.
 */
final class Draft {

    private final AccessFold trial;
    private final Leaves leaves;
    private final List<Outcome<?>> outcomes = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    private record Refusal(Submission<?> submission, RuntimeException why) {}

    private Draft(AccessFold state, long next) {
        this.trial = state.overlay();
        this.leaves = new Leaves(next);
    }

    /** Decides everything on this state, whose ledger has so many entries. */
    static Draft of(AccessFold state, long size, List<PendingEnd> ends, List<Submission<?>> submissions) {
        var draft = new Draft(state, size);
        ends.forEach(draft::end);
        submissions.forEach(draft::decide);
        return draft;
    }

    Leaves leaves() {
        return leaves;
    }

    /** The texts of the policies that come into force by this. */
    List<PolicyText> policies() {
        return outcomes.stream()
                .filter(outcome -> !outcome.events().isEmpty())
                .flatMap(outcome -> outcome.policy().stream())
                .toList();
    }

    /** Whether there is nothing to write. */
    boolean isEmpty() {
        return leaves.isEmpty();
    }

    /** It cannot be acknowledged. */
    void refuse(RuntimeException why, Executor executor) {
        outcomes.forEach(outcome -> outcome.submission().fail(why, executor));
        refusals.forEach(refusal -> refusal.submission().fail(refusal.why(), executor));
    }

    /** Everything in it is durable, or there is nothing in it that need be. */
    void complete(Executor executor) {
        outcomes.forEach(outcome -> outcome.complete(executor));
        refusals.forEach(refusal -> refusal.submission().fail(refusal.why(), executor));
    }

    private void end(PendingEnd end) {
        if (end.stillDue(trial)) {
            leaves.add(end.event());
            trial.apply(end.event());
        }
    }

    private <R> void decide(Submission<R> submission) {
        try {
            var outcome = submission.decide(trial, leaves.next());
            leaves.addAll(outcome.leaves());
            outcomes.add(outcome);
        } catch (RuntimeException e) {
            // Its own fault, and its asker's to hear of; the others of the batch go on.
            refusals.add(new Refusal(submission, e));
        }
    }
}
