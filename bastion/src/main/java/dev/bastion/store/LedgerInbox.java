package dev.bastion.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What waits for the writer: decisions up to a number, ends without limit, since what takes access away is never turned
 * away. Nobody who hands something in ever waits. Safe for many threads.
 */
final class LedgerInbox {

    private final BlockingQueue<Submission<?>> submissions;
    private final Queue<PendingEnd> ends = new ConcurrentLinkedQueue<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean closed;

    LedgerInbox(int capacity) {
        this.submissions = new ArrayBlockingQueue<>(capacity);
    }

    /** Whether there was room for it, and somebody to take it. */
    boolean offer(Submission<?> submission) {
        if (closed || !submissions.offer(submission)) {
            return false;
        }
        wake.release();
        // Closed meanwhile: unless the writer's last turn has it, nobody will.
        return !(closed && submissions.remove(submission));
    }

    void add(PendingEnd end) {
        ends.add(end);
        wake.release();
    }

    /** Waits until something is there, or for so long. */
    void await(long time, TimeUnit unit) {
        try {
            if (wake.tryAcquire(time, unit)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    List<Submission<?>> drainSubmissions() {
        var drained = new ArrayList<Submission<?>>();
        submissions.drainTo(drained);
        return drained;
    }

    List<PendingEnd> drainEnds() {
        var drained = new ArrayList<PendingEnd>();
        for (var end = ends.poll(); end != null; end = ends.poll()) {
            drained.add(end);
        }
        return drained;
    }

    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
        wake.release();
    }
}
