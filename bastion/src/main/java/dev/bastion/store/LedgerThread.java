package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.store.LedgerTables.PlaceTakenException;
import dev.bastion.store.LedgerWriter.TamperedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The single writer: takes all that waits, writes it in one commit, and begins again. Between commits it looks for those
 * of other bastions, and after a failure it tries again by itself.
 *
 * <p>Everything here runs on one thread.
 */
final class LedgerThread implements Runnable {

    /** Another bastion is quicker only by committing itself; so often in a row it has a fault. */
    private static final int MOST_CONFLICTS = 100;

    private final LedgerWriter writer;
    private final LedgerInbox inbox;
    private final LedgerHealth health;
    private final Database database;
    private final DiskReserve reserve;
    private final EndSpool spool;
    private final Notifier notifier;
    private final Executor futures;
    private final Duration poll;
    private final Clock clock;
    private final LongSupplier nanos;

    private final Backoff retry = new Backoff();
    private final Backoff reserveRetry = new Backoff();
    private final List<PendingEnd> ends = new ArrayList<>();
    private int spooled;
    private boolean unsure = true;
    private long polled;

    LedgerThread(
            LedgerWriter writer,
            LedgerInbox inbox,
            LedgerHealth health,
            Database database,
            DiskReserve reserve,
            EndSpool spool,
            Notifier notifier,
            Executor futures,
            Duration poll,
            Clock clock,
            LongSupplier nanos) {
        this.writer = requireNonNull(writer, "writer is null");
        this.inbox = requireNonNull(inbox, "inbox is null");
        this.health = requireNonNull(health, "health is null");
        this.database = requireNonNull(database, "database is null");
        this.reserve = requireNonNull(reserve, "reserve is null");
        this.spool = requireNonNull(spool, "spool is null");
        this.notifier = requireNonNull(notifier, "notifier is null");
        this.futures = requireNonNull(futures, "futures is null");
        this.poll = requireNonNull(poll, "poll is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.polled = nanos.getAsLong();
    }

    /** What is done before anybody can hand something in: ends of before the restart, and the reserve. */
    void start() {
        ends.addAll(endsOfBefore());
        ends.forEach(end -> health.endWaits());
        spooled = ends.size();
        turn();
    }

    private List<PendingEnd> endsOfBefore() {
        try {
            var kept = spool.read();
            if (kept.passedOver() > 0) {
                StoreLog.LOG.warn("{} lines of '{}' are no ends", kept.passedOver(), spool.file());
            }
            return kept.ends().stream()
                    .map(end -> new PendingEnd(end, new CompletableFuture<>()).late())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the ends in '" + spool.file() + "' cannot be read", e);
        }
    }

    @Override
    public void run() {
        try {
            while (!inbox.closed()) {
                inbox.await(poll.toNanos(), TimeUnit.NANOSECONDS);
                turn();
            }
            turn();
            giveUp();
        } finally {
            health.stopped();
            writer.disconnect();
            inbox.drainSubmissions().forEach(waiting -> waiting.fail(health.unavailable(), futures));
        }
    }

    /** Once around: everything that waits, then what is due by time. */
    void turn() {
        // Ends first: an end handed in before a decision must not be written after it.
        ends.addAll(inbox.drainEnds());
        var submissions = inbox.drainSubmissions();
        if (health.damage().isPresent()) {
            submissions.forEach(waiting -> waiting.fail(health.unavailable(), futures));
            keepEnds();
            return;
        }
        if (!submissions.isEmpty() || retry.due(nanos.getAsLong())) {
            work(submissions);
        } else {
            keepEnds();
        }
        holdReserve();
    }

    private void work(List<Submission<?>> submissions) {
        try {
            recover();
            if (health.troubled() && !ends.isEmpty()) {
                // On a disk that has just room for the ends, nothing else may spoil their commit.
                commit(List.of());
            }
            commitInParts(submissions);
            lookForOthers();
            recovered();
        } catch (TamperedException e) {
            health.damaged(e.getMessage());
            StoreLog.LOG.error("the ledger is damaged: {}", e.getMessage());
            failed(submissions, e);
        } catch (IOException | RuntimeException e) {
            failed(submissions, e);
        }
    }

    /** After a failure nobody knows how far the last commit came: the ledger itself says. */
    private void recover() throws IOException {
        if (unsure) {
            announce(writer.catchUp());
            if (health.troubled()) {
                writer.probe(ShadowSql.micros(clock.instant()));
            }
            writer.publish();
            unsure = false;
        }
    }

    private void recovered() {
        retry.succeeded();
        if (health.troubled()) {
            StoreLog.LOG.info("the ledger takes events again");
            health.well();
        }
    }

    /** A commit that the tables refuse for one submission's sake is tried again with each by itself. */
    private void commitInParts(List<Submission<?>> submissions) throws IOException {
        try {
            commit(submissions);
        } catch (RuntimeException e) {
            if (!database.isConflict(e) || e instanceof PlaceTakenException || submissions.size() < 2) {
                throw e;
            }
            writer.disconnect();
            for (var one : submissions) {
                commitAlone(one);
            }
        }
    }

    private void commitAlone(Submission<?> one) throws IOException {
        try {
            commit(List.of(one));
        } catch (RuntimeException e) {
            if (!database.isConflict(e)) {
                throw e;
            }
            writer.disconnect();
            one.fail(new LedgerUnavailableException("the ledger's tables refuse it", e), futures);
        }
    }

    private void commit(List<Submission<?>> submissions) throws IOException {
        boolean upToDate = false;
        for (int tries = 0; tries < MOST_CONFLICTS; tries++) {
            var draft = Draft.of(writer.state(), writer.size(), ends, submissions);
            if (draft.isEmpty()) {
                if (upToDate || submissions.isEmpty() || !hasHeardOfOthers()) {
                    acknowledge(draft);
                    return;
                }
                upToDate = true;
                continue;
            }
            try {
                writer.write(draft);
            } catch (PlaceTakenException e) {
                conflict();
                upToDate = true;
                continue;
            }
            written(draft);
            return;
        }
        throw new LedgerUnavailableException("other bastions were quicker " + MOST_CONFLICTS + " times in a row");
    }

    /** What is written would collide with what another bastion wrote meanwhile; what is refused has to be told of it. */
    private boolean hasHeardOfOthers() {
        var others = writer.catchUp();
        announce(others);
        return !others.isEmpty();
    }

    private void conflict() {
        var others = writer.catchUp();
        if (others.isEmpty()) {
            throw new TamperedException(
                    "entry " + writer.size() + " of the ledger was inserted: no signed head covers it");
        }
        announce(others);
    }

    private void written(Draft draft) throws IOException {
        try {
            writer.publish();
        } catch (IOException e) {
            // The ledger has it and everybody sees it; only that it is safe from an old copy cannot be promised.
            announce(draft.leaves().events());
            draft.refuse(
                    new LedgerUnavailableException(
                            "the ledger has it, but the copy of its head cannot be written, so that nothing new starts",
                            e),
                    futures);
            endsWritten();
            throw e;
        }
        acknowledge(draft);
    }

    private void acknowledge(Draft draft) {
        var events = draft.leaves().events();
        var done = List.copyOf(ends);
        endsWritten();
        notifier.tell(events, () -> {
            draft.complete(futures);
            done.forEach(end -> end.written(futures));
        });
    }

    private void endsWritten() {
        health.endsWritten(ends.size(), nanos.getAsLong());
        ends.clear();
        if (spooled > 0) {
            spooled = 0;
            clearSpool();
        }
    }

    private void clearSpool() {
        try {
            spool.clear();
        } catch (IOException e) {
            // What stays in it is found to be written already when it is next read.
            StoreLog.LOG.warn("the file of ends '{}' cannot be removed", spool.file(), e);
        }
    }

    private void announce(List<AccessEvent> events) {
        if (!events.isEmpty()) {
            notifier.tell(events, () -> {});
        }
    }

    private void lookForOthers() throws IOException {
        long now = nanos.getAsLong();
        if (now - polled >= poll.toNanos()) {
            polled = now;
            announce(writer.catchUp());
            writer.publish();
        }
    }

    private void failed(List<Submission<?>> submissions, Exception why) {
        writer.disconnect();
        unsure = true;
        retry.failed(nanos.getAsLong());
        if (!health.troubled() && health.damage().isEmpty()) {
            StoreLog.LOG.error("the ledger cannot be written: nothing new starts", why);
        }
        health.failing(database.isDiskFull(why) ? "its disk is full" : "writing failed");
        submissions.forEach(waiting -> waiting.fail(health.unavailable(why), futures));
        keepEnds();
    }

    /** What was taken away stays so, whatever happens to this process before the ledger has it. */
    private void keepEnds() {
        if (ends.size() == spooled) {
            return;
        }
        ends.replaceAll(PendingEnd::late);
        try {
            reserve.release();
            health.reserve(false);
            spool.add(ends.subList(spooled, ends.size()).stream()
                    .map(PendingEnd::event)
                    .toList());
            spooled = ends.size();
        } catch (IOException e) {
            StoreLog.LOG.error("{} ends are in memory alone: '{}' cannot be written", ends.size(), spool.file(), e);
        }
    }

    private void holdReserve() {
        if (health.reserveHeld() || !ends.isEmpty() || !reserveRetry.due(nanos.getAsLong())) {
            return;
        }
        try {
            reserve.hold();
            health.reserve(true);
            reserveRetry.succeeded();
        } catch (IOException e) {
            reserveRetry.failed(nanos.getAsLong());
            StoreLog.LOG.debug("there is no room for the reserve", e);
        }
    }

    private void giveUp() {
        if (!ends.isEmpty()) {
            StoreLog.LOG.warn("{} ends wait in '{}' for the next start", ends.size(), spool.file());
            ends.forEach(end -> end.givenUp(health.unavailable(), futures));
        }
    }
}
