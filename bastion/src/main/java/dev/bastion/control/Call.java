package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Person;
import dev.bastion.policy.SessionEvent.RecordingRead;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one command: who asks, over what, and what is true now. Used by the run's own thread. */
final class Call {
    private static final Logger log = LoggerFactory.getLogger(Call.class);
    private static final long LEDGER_SECONDS = 30;

    private final Caller caller;
    private final CommandChannel channel;
    private final ControlContext context;
    private final RequestWatch watch;
    private final boolean json;

    Call(Caller caller, CommandChannel channel, ControlContext context, RequestWatch watch, boolean json) {
        this.caller = requireNonNull(caller, "caller is null");
        this.channel = requireNonNull(channel, "channel is null");
        this.context = requireNonNull(context, "context is null");
        this.watch = requireNonNull(watch, "watch is null");
        this.json = json;
    }

    Caller caller() {
        return caller;
    }

    CommandChannel channel() {
        return channel;
    }

    ControlContext context() {
        return context;
    }

    RequestWatch watch() {
        return watch;
    }

    boolean json() {
        return json;
    }

    Printer printer() {
        return new Printer(channel);
    }

    /** The person as the policy in force has them; without groups once they are gone from it. */
    Person person() {
        Person atLogin = caller.person();
        return policy().person(atLogin.name()).orElseGet(() -> new Person(atLogin.name(), atLogin.keys(), Set.of()));
    }

    String name() {
        return caller.person().name();
    }

    AccessPolicy policy() {
        return context.policies().current();
    }

    AccessState state() {
        return context.journal().state();
    }

    Instant now() {
        return context.clock().instant();
    }

    Wording wording() {
        return new Wording(context.clock());
    }

    /** Writes that a recording is about to be read; nobody reads unseen. */
    void read(RecordingRead reading) {
        decide(state -> new Decided<>(List.of(reading), true));
    }

    /**
     * What becomes of a refusal on the state that this bastion has read: another may have written what it is about a moment ago.
     * Where the ledger takes no entries, it stands.
     */
    Decision unlessTheLedgerKnows(Decision refused, Decider<Decision> decider) {
        try {
            return decide(decider);
        } catch (LedgerException none) {
            log.warn("{} was refused something on what this bastion has read", name(), none);
            return refused;
        }
    }

    /**
     * Has the journal decide and waits until that is durable.
     *
     * @throws LedgerException when it cannot be written; then nothing has changed
     */
    <R> R decide(Decider<R> decider) {
        try {
            return context.journal().submit(decider).toCompletableFuture().get(LEDGER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new LedgerException("the ledger takes no entries now", failed.getCause());
        } catch (TimeoutException slow) {
            throw new LedgerException("the ledger took no entry within %d seconds".formatted(LEDGER_SECONDS), slow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LedgerException("the bastion is stopping", stopped);
        }
    }
}
