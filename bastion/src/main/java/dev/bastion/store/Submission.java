package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessFold;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A decider that waits for its turn, and the future of its result. The writer's thread decides; the future is completed
 * on an executor of its own, so that nothing that hangs on it holds the writer up.
 */
final class Submission<R> {

    private final Decider<R> decider;
    private final Optional<PolicyText> policy;
    private final CompletableFuture<R> future = new CompletableFuture<>();

    /** A policy that becomes known by this submission. */
    record PolicyText(String digest, String text) {}

    Submission(Decider<R> decider, Optional<PolicyText> policy) {
        this.decider = requireNonNull(decider, "decider is null");
        this.policy = requireNonNull(policy, "policy is null");
    }

    CompletableFuture<R> future() {
        return future;
    }

    /**
     * Decides on what earlier ones of the same batch left, and goes on with what it decided; what it decides and cannot
     * be is thrown, and leaves the batch as it was.
     */
    Outcome<R> decide(AccessFold batch, long nextSeq) {
        Decided<R> decided = requireNonNull(decider.decide(batch), "a decider decided nothing at all");
        var trial = batch.overlay();
        var leaves = new Leaves(nextSeq);
        for (var event : decided.events()) {
            trial.apply(event);
            leaves.add(event);
        }
        decided.events().forEach(batch::apply);
        return new Outcome<>(this, decided.events(), leaves, policy, decided.result());
    }

    void fail(Throwable why, Executor executor) {
        executor.execute(() -> future.completeExceptionally(why));
    }

    private void complete(R result, Executor executor) {
        executor.execute(() -> future.complete(result));
    }

    /** What one submission comes to, once it is durable. */
    record Outcome<R>(
            Submission<R> submission, List<AccessEvent> events, Leaves leaves, Optional<PolicyText> policy, R result) {

        void complete(Executor executor) {
            submission.complete(result, executor);
        }
    }
}
