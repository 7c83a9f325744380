package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessState;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Whether something new may start, and if not, why: one sentence for whoever asked. Safe for many threads. */
final class LedgerHealth {

    /** How long an end may wait while all is well: a commit takes milliseconds. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(1);
    /** A clock further behind the ledger than this cannot say how much of a grant is left. */
    private static final Duration CLOCK_PATIENCE = Duration.ofSeconds(5);

    private final AccessState state;
    private final Clock clock;
    private final LongSupplier nanos;
    private final AtomicInteger endsWaiting = new AtomicInteger();
    private volatile long endsWaitingSince;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Optional<String> damage = Optional.empty();
    private volatile boolean reserveHeld;
    private volatile boolean stopped;
    private final AtomicBoolean clockBehind = new AtomicBoolean();

    LedgerHealth(AccessState state, Clock clock, LongSupplier nanos) {
        this.state = requireNonNull(state, "state is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
    }

    /** Why nothing new may start; empty when it may. */
    Optional<String> refusal() {
        if (stopped) {
            return Optional.of("the ledger is closed");
        }
        if (damage.isPresent()) {
            return damage.map(why -> "the ledger was changed by somebody else: " + why);
        }
        if (trouble.isPresent()) {
            return trouble.map(why -> "the ledger cannot take events: " + why);
        }
        if (!reserveHeld) {
            return Optional.of("the ledger's disk has no room for its reserve");
        }
        if (endsWaiting.get() > 0 && nanos.getAsLong() - endsWaitingSince > END_PATIENCE.toNanos()) {
            return Optional.of("the ledger is behind: " + endsWaiting.get() + " ends wait to be written");
        }
        return clockRefusal();
    }

    private Optional<String> clockRefusal() {
        var now = clock.instant();
        var newest = state.newest();
        Optional<String> why = newest.isAfter(now.plus(CLOCK_PATIENCE))
                ? Optional.of("the clock says " + now + ", which is before the ledger's newest event at " + newest)
                : Optional.empty();
        if (clockBehind.getAndSet(why.isPresent()) != why.isPresent()) {
            tell(why);
        }
        return why;
    }

    /** Who is refused reads only that the ledger takes nothing: the reason is for whoever can set the clock. */
    private static void tell(Optional<String> why) {
        why.ifPresentOrElse(
                behind -> StoreLog.LOG.error("nothing new starts: {}", behind),
                () -> StoreLog.LOG.info("the clock is no longer behind the ledger"));
    }

    LedgerUnavailableException unavailable() {
        return new LedgerUnavailableException(refusal().orElse("the ledger is closing"));
    }

    LedgerUnavailableException unavailable(Exception cause) {
        return new LedgerUnavailableException(refusal().orElse("the ledger cannot take events"), cause);
    }

    int endsWaiting() {
        return endsWaiting.get();
    }

    void endWaits() {
        if (endsWaiting.get() == 0) {
            endsWaitingSince = nanos.getAsLong();
        }
        endsWaiting.incrementAndGet();
    }

    void endsWritten(int count, long now) {
        endsWaitingSince = now;
        endsWaiting.addAndGet(-count);
    }

    boolean troubled() {
        return trouble.isPresent();
    }

    void failing(String why) {
        trouble = Optional.of(why);
    }

    void well() {
        trouble = Optional.empty();
    }

    Optional<String> damage() {
        return damage;
    }

    void damaged(String why) {
        damage = Optional.of(why);
    }

    boolean reserveHeld() {
        return reserveHeld;
    }

    void reserve(boolean held) {
        reserveHeld = held;
    }

    void stopped() {
        stopped = true;
    }
}
