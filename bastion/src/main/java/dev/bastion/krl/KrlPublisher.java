package dev.bastion.krl;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Krl;
import dev.bastion.certs.KrlFile;
import dev.bastion.live.Revocations;
import dev.bastion.policy.AccessJournal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the list of what is revoked, in a file and in memory: written at the start, also where nothing is revoked, again
 * at each revocation, and whenever something in it has run out. Its version is the place in the ledger that it speaks of,
 * and never less than one more than that of the list before. Thread-safe.
 */
public final class KrlPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KrlPublisher.class);
    private static final long LOOK_SECONDS = 60;
    private static final long CLOSE_SECONDS = 5;

    /** So that whoever looks at the date of a list sees that it is still kept. */
    private static final Duration OLDEST = Duration.ofHours(1);

    private final KrlFile file;
    private final AccessJournal journal;
    private final Revocations revocations;
    private final String comment;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile PublishedKrl current;
    private boolean unwritten;

    private KrlPublisher(KrlFile file, AccessJournal journal, Revocations revocations, String comment, Clock clock)
            throws IOException {
        this.file = requireNonNull(file, "file is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.revocations = requireNonNull(revocations, "revocations is null");
        this.comment = requireNonNull(comment, "comment is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "krl");
            thread.setDaemon(true);
            return thread;
        });
        // What is revoked while the bastion goes down is in the ledger, and in the list of the next start.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        Krl first = list(file.read().map(Krl::version).orElse(0L));
        this.current = new PublishedKrl(first);
        file.write(current.bytes());
    }

    /**
     * Writes the first list and keeps it from then on.
     *
     * @param comment what the list says of where it is from
     * @throws IOException if the file cannot be written
     */
    public static KrlPublisher start(
            KrlFile file, AccessJournal journal, Revocations revocations, String comment, Clock clock)
            throws IOException {
        KrlPublisher publisher = new KrlPublisher(file, journal, revocations, comment, clock);
        revocations.onChange(publisher::soon);
        publisher.timer.scheduleWithFixedDelay(publisher::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        // What was revoked between the first list and this moment.
        publisher.soon();
        return publisher;
    }

    /** The newest list, also where the disk would not take it. */
    public PublishedKrl current() {
        return current;
    }

    /** However many are revoked at once, one list says so. */
    private void soon() {
        if (due.compareAndSet(false, true)) {
            timer.execute(this::look);
        }
    }

    private void look() {
        due.set(false);
        try {
            refresh();
        } catch (IOException | RuntimeException e) {
            // A timer that throws is never run again, and this one must be.
            LOG.error("the list of what is revoked cannot be written to {} and is tried again", file.path(), e);
        }
    }

    private void refresh() throws IOException {
        Krl before = current.list();
        Krl now = list(before.version());
        boolean kept = now.saysTheSameAs(before)
                && now.generated().isBefore(before.generated().plus(OLDEST));
        if (!kept) {
            current = new PublishedKrl(now);
            unwritten = true;
        }
        if (unwritten) {
            file.write(current.bytes());
            unwritten = false;
        }
    }

    private Krl list(long before) {
        long version = Math.max(journal.state().events(), before + 1);
        return new KrlContent(journal.state(), revocations, clock.instant()).list(version, comment);
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the list of what is revoked is still being written to {}", file.path());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
