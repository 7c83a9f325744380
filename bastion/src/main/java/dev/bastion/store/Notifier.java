package dev.bastion.store;

import dev.bastion.policy.AccessEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells listeners of commits, in order, on one thread that is not the writer's: a slow listener delays answers and never
 * a commit. Safe for many threads.
 */
final class Notifier implements AutoCloseable {

    private static final long LAST_WORDS_SECONDS = 10;

    private final List<Consumer<List<AccessEvent>>> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("ledger-notifier").daemon().factory());

    void add(Consumer<List<AccessEvent>> listener) {
        listeners.add(listener);
    }

    /** Tells every listener of these events, if there are any, and then does the rest. */
    void tell(List<AccessEvent> events, Runnable then) {
        thread.execute(() -> {
            if (!events.isEmpty()) {
                listeners.forEach(listener -> tell(listener, events));
            }
            then.run();
        });
    }

    private static void tell(Consumer<List<AccessEvent>> listener, List<AccessEvent> events) {
        try {
            listener.accept(events);
        } catch (RuntimeException e) {
            // The commit stands, and the other listeners have a right to hear of it.
            StoreLog.LOG.error("a listener of the ledger failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                StoreLog.LOG.warn("a listener of the ledger does not return");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
