package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.BastionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The journal in an SQL database: SQLite, or PostgreSQL shared by several bastions.
 *
 * <p>One thread writes. It takes every decision that waits, runs each on the state that the others left, and writes
 * their events, the tables made from them and a signed head of the ledger's tree in one transaction. Once that is
 * durable, and the head's copy lies at its second path, listeners are told and answers given, in this order. Nobody who
 * hands something in ever waits.
 *
 * <p>What takes access away never waits for the ledger: {@link #recordEnd} keeps it until the ledger can take it, over a
 * restart if need be.
 *
 * <p>Safe for many threads. Answers are completed on virtual threads of their own; listeners run on one thread.
 */
public final class SqlJournal implements AccessJournal, AutoCloseable {

    private final StoreLock lock;
    private final Database database;
    private final AccessState state;
    private final LedgerInbox inbox;
    private final LedgerHealth health;
    private final Notifier notifier;
    private final ExecutorService futures;
    private final Thread thread;
    private final LedgerReads reads;
    private final Clock clock;

    private SqlJournal(
            StoreLock lock,
            Database database,
            LedgerWriter writer,
            StoreSettings settings,
            Clock clock,
            LongSupplier nanos) {
        this.lock = lock;
        this.database = database;
        this.state = writer.state();
        this.clock = clock;
        this.inbox = new LedgerInbox(settings.queue());
        this.health = new LedgerHealth(state, clock, nanos);
        this.notifier = new Notifier();
        this.futures = Executors.newVirtualThreadPerTaskExecutor();
        this.reads = new LedgerReads(database.readers());
        var reserve = new DiskReserve(settings.directory().resolve("ledger.reserve"), settings.reserveBytes());
        var spool = new EndSpool(settings.directory().resolve("ledger.ends"));
        var ledger = new LedgerThread(
                writer, inbox, health, database, reserve, spool, notifier, futures, settings.poll(), clock, nanos);
        ledger.start();
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().unstarted(ledger);
    }

    /**
     * Opens the ledger, and first looks through all of it.
     *
     * @throws StoreRefusedException when it is not what was signed, older than its newest head, newer than this bastion, or
     *     in use
     * @throws LedgerUnavailableException when the database does not answer
     */
    public static SqlJournal open(StoreSettings settings, Clock clock) {
        return LedgerOpening.open(settings, database -> LedgerOpening.writer(database, settings), clock);
    }

    /**
     * Opens the ledger for one act of a command, also while a bastion runs on it, which then learns of the act as of
     * another bastion's. The copy of the newest head is left to the bastion that runs.
     *
     * @throws StoreRefusedException when it is not what was signed, or another such command has it
     * @throws LedgerUnavailableException when the database does not answer
     */
    public static SqlJournal openBeside(StoreSettings settings, Clock clock) {
        try {
            return open(settings, clock);
        } catch (StoreRefusedException.InUse running) {
            return open(settings.beside(), clock);
        }
    }

    /**
     * Takes an older copy of the ledger for the ledger from now on ({@code bastion restore --accept}): ends every grant,
     * request and certificate in it, for some may have been taken away since, and marks in the ledger that this was done.
     *
     * @param by who accepts it
     * @throws StoreRefusedException when the copy is not what was signed, or a bastion runs on it
     */
    public static Restoration acceptRestored(StoreSettings settings, Clock clock, String by) {
        var lost = LedgerOpening.keptHead(settings);
        try (var journal = LedgerOpening.open(settings, db -> LedgerOpening.restoredWriter(db, settings), clock)) {
            return journal.submit(new Restoration.Ends(by, lost, journal.now()))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new LedgerUnavailableException(
                    "the copy cannot be written: " + e.getCause().getMessage(), e);
        }
    }

    static SqlJournal start(
            StoreLock lock, Database database, LedgerWriter writer, StoreSettings settings, Clock clock) {
        var journal = new SqlJournal(
                lock, database, writer, settings, requireNonNull(clock, "clock is null"), System::nanoTime);
        journal.thread.start();
        return journal;
    }

    @Override
    public AccessState state() {
        return state;
    }

    @Override
    public <R> CompletionStage<R> submit(Decider<R> decider) {
        return submit(new Submission<>(decider, Optional.empty()));
    }

    /**
     * Keeps a policy's text whole, and writes that it came into force, unless it is the one in force already and by the
     * same signatures.
     *
     * @param signedBy as in {@link BastionEvent.PolicyAccepted}
     * @return the text's digest, once both are durable
     */
    public CompletionStage<String> storePolicy(String text, Optional<Set<String>> signedBy) {
        var digest = Digests.sha256Hex(text);
        return submit(new Submission<>(
                before -> before.policyAccepted()
                                .filter(last -> last.digest().equals(digest)
                                        && last.signedBy().equals(signedBy))
                                .isPresent()
                        ? Decided.nothing(digest)
                        : new Decided<>(List.of(new BastionEvent.PolicyAccepted(digest, signedBy, now())), digest),
                Optional.of(new Submission.PolicyText(digest, text))));
    }

    /**
     * Writes that something was taken away, which has taken effect already: as soon as the ledger can take it, and marked
     * late if that is not at once. Never waits and never refuses for want of room; an end that the ledger has already is
     * not written twice.
     *
     * @param end {@code GrantEnded}, {@code SessionEnded}, {@code SessionKilled}, {@code SessionBroken},
     *     {@code CertificateRevoked}, {@code RevocationMade}, {@code SignOnEnded} or {@code PersonDisabled}
     * @return completes when it is durable; fails only if the journal is closed before that, and then the next start
     *     writes it
     */
    public CompletionStage<Void> recordEnd(AccessEvent end) {
        var pending = new PendingEnd(end, new CompletableFuture<>());
        health.endWaits();
        inbox.add(pending);
        return pending.future().minimalCompletionStage();
    }

    @Override
    public void onCommitted(Consumer<List<AccessEvent>> listener) {
        notifier.add(requireNonNull(listener, "listener is null"));
    }

    @Override
    public boolean accepting() {
        return refusal().isEmpty();
    }

    /** Why nothing new may start, as one sentence for whoever asked; empty while {@link #accepting}. */
    public Optional<String> refusal() {
        return health.refusal();
    }

    /** How many ends have taken effect and are not written yet. */
    public int endsWaiting() {
        return health.endsWaiting();
    }

    /** By which several bastions on one database agree on who does what, and each knows over a stop what was done. */
    public Claims claims() {
        return SqlClaims.in(database, clock);
    }

    /** What is read from the tables and not from the state. */
    public LedgerReads reads() {
        return reads;
    }

    /** Writes what waits, as far as the ledger takes it, and gives the database up. */
    @Override
    public void close() {
        inbox.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        notifier.close();
        futures.close();
        database.close();
        lock.close();
    }

    private <R> CompletionStage<R> submit(Submission<R> submission) {
        if (!inbox.offer(submission)) {
            var why = inbox.closed() ? "the ledger is closed" : "too many decisions wait for the ledger";
            submission.fail(new LedgerUnavailableException(why), Runnable::run);
        }
        return submission.future().minimalCompletionStage();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
