package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The only way in which something comes to have happened: decisions are taken one after the other against the state that
 * all earlier ones left, and count once their events are durable.
 *
 * <p>Safe to use from any thread.
 */
public interface AccessJournal {

    /** What is committed. */
    AccessState state();

    /**
     * Has the decider decide on the single writer's thread, and writes what it decided.
     *
     * @return completes with the result once the events are durable, and fails, with nothing changed, when they cannot be
     */
    <R> CompletionStage<R> submit(Decider<R> decider);

    /** Told of each commit's events, in order, after they are durable; on one thread, which it must not hold up. */
    void onCommitted(Consumer<List<AccessEvent>> listener);

    /** False while events cannot be written: then nothing new may start. */
    boolean accepting();

    /** Writes events that need no decision. */
    default CompletionStage<Void> append(List<AccessEvent> events) {
        List<AccessEvent> copy = List.copyOf(events);
        return submit(state -> new Decided<>(copy, null));
    }

    /**
     * Decides from the state and the clock alone and changes nothing itself: it is run again when another bastion was
     * quicker, and its events are thrown away when they cannot be written.
     */
    @FunctionalInterface
    interface Decider<R> {
        Decided<R> decide(AccessState state);
    }

    /**
     * What was decided.
     *
     * @param events what happens now; none when nothing does
     * @param result what the asker is told; may be null
     */
    record Decided<R>(List<AccessEvent> events, R result) {
        public Decided {
            requireNonNull(events, "events is null");
            events = List.copyOf(events);
        }

        /** Nothing happens. */
        public static <R> Decided<R> nothing(R result) {
            return new Decided<>(List.of(), result);
        }
    }
}
