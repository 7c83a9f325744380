package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The plainest journal: keeps its events in memory and decides on the thread that asks. It shows what the other journals
 * must do, and serves tests and trial runs.
 *
 * <p>Safe to use from any thread.
 */
public final class InMemoryJournal implements AccessJournal {

    private final ReentrantLock writing = new ReentrantLock();
    private final AccessFold fold = new AccessFold();
    private final List<AccessEvent> events = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<AccessEvent>>> listeners = new CopyOnWriteArrayList<>();
    private final Queue<List<AccessEvent>> untold = new ArrayDeque<>();
    private volatile boolean accepting = true;

    @Override
    public AccessState state() {
        return fold;
    }

    @Override
    public <R> CompletionStage<R> submit(Decider<R> decider) {
        requireNonNull(decider, "decider is null");
        writing.lock();
        try {
            if (!accepting) {
                return CompletableFuture.failedFuture(new IllegalStateException("the journal takes no events now"));
            }
            Decided<R> decided = decider.decide(fold);
            commit(decided.events());
            return CompletableFuture.completedFuture(decided.result());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            tellUntold();
            writing.unlock();
        }
    }

    /** Tries the events before it keeps them, so that what cannot follow changes nothing. */
    private void commit(List<AccessEvent> decided) {
        AccessFold trial = fold.overlay();
        decided.forEach(trial::apply);
        decided.forEach(fold::apply);
        events.addAll(decided);
        if (!decided.isEmpty()) {
            untold.add(decided);
        }
    }

    /** A listener may submit in turn; what that commits is told after what came before it. */
    private void tellUntold() {
        if (writing.getHoldCount() > 1) {
            return;
        }
        for (List<AccessEvent> batch = untold.poll(); batch != null; batch = untold.poll()) {
            for (Consumer<List<AccessEvent>> listener : listeners) {
                listener.accept(batch);
            }
        }
    }

    @Override
    public void onCommitted(Consumer<List<AccessEvent>> listener) {
        listeners.add(requireNonNull(listener, "listener is null"));
    }

    @Override
    public boolean accepting() {
        return accepting;
    }

    /** Says whether events can be written from now on, as a full disk would. */
    public void accepting(boolean now) {
        accepting = now;
    }

    /** Every event so far, oldest first. */
    public List<AccessEvent> events() {
        return new ArrayList<>(events);
    }
}
