package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way to one receiver: a queue bounded in number and bytes, and one thread that empties it. Nobody who puts
 * something in waits for the receiver. What fails goes to the end of the queue, so that one thing that a receiver cannot take
 * holds up no other, and the whole queue pauses, longer each time; what is too old, or has no room, is dropped and counted.
 * Thread-safe.
 */
final class Outbox implements AutoCloseable {
    static final int MOST = 10_000;
    static final long MOST_BYTES = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final String receiver;
    private final Patience patience;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private long bytes;
    private boolean closing;
    private long delivered;
    private long dropped;

    private record Waiting(Delivery delivery, long since) {}

    /**
     * How it goes.
     *
     * @param waiting in the queue now
     * @param delivered since the start
     * @param dropped since the start, for want of room or of patience
     */
    record Count(int waiting, long delivered, long dropped) {}

    Outbox(String receiver, Patience patience, RandomGenerator random, LongSupplier nanos) {
        this.receiver = requireNonNull(receiver, "receiver is null");
        this.patience = requireNonNull(patience, "patience is null");
        this.random = requireNonNull(random, "random is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.thread = Thread.ofPlatform().name("notify " + receiver).daemon().start(this::run);
    }

    /**
     * Takes it on; what there is no room for pushes the oldest out.
     *
     * @param age how long ago it happened
     */
    void add(Delivery delivery, Duration age) {
        lock.lock();
        try {
            Waiting waiting = new Waiting(delivery, nanos.getAsLong() - age.toNanos());
            if (isTooOld(waiting)) {
                drop(waiting, "it is too old");
            } else {
                add(waiting);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    Count count() {
        lock.lock();
        try {
            return new Count(queue.size(), delivered, dropped);
        } finally {
            lock.unlock();
        }
    }

    // ---- under the lock

    private void add(Waiting waiting) {
        queue.add(waiting);
        bytes += waiting.delivery().bytes();
        while (queue.size() > MOST || bytes > MOST_BYTES) {
            drop(taken(), "too many wait");
        }
    }

    private Waiting taken() {
        Waiting first = queue.remove();
        bytes -= first.delivery().bytes();
        return first;
    }

    private void drop(Waiting waiting, String why) {
        dropped++;
        waiting.delivery().givenUp().run();
        LOG.error(
                "{} was not told of {}: {}; {} dropped since the start",
                receiver,
                waiting.delivery().id(),
                why,
                dropped);
    }

    private boolean isTooOld(Waiting waiting) {
        return nanos.getAsLong() - waiting.since() > patience.all().toNanos();
    }

    // ---- on the thread

    private void run() {
        int failures = 0;
        try {
            for (Optional<Waiting> next = next(); next.isPresent(); next = next()) {
                if (attempted(next.get())) {
                    failures = 0;
                } else if (!pause(patience.wait(++failures, random))) {
                    return;
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next one to try, once there is one; nothing when it closes and the queue is empty. */
    private Optional<Waiting> next() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                changed.await();
            }
            return queue.isEmpty() ? Optional.empty() : Optional.of(taken());
        } finally {
            lock.unlock();
        }
    }

    private boolean attempted(Waiting waiting) throws InterruptedException {
        try {
            waiting.delivery().attempt().run();
            delivered();
            return true;
        } catch (InterruptedException closed) {
            addAgain(waiting);
            throw closed;
        } catch (IOException | RuntimeException e) {
            failed(waiting, e);
            return false;
        }
    }

    private void addAgain(Waiting waiting) {
        lock.lock();
        try {
            add(waiting);
        } finally {
            lock.unlock();
        }
    }

    private void delivered() {
        lock.lock();
        try {
            delivered++;
        } finally {
            lock.unlock();
        }
    }

    private void failed(Waiting waiting, Exception e) {
        lock.lock();
        try {
            if (isTooOld(waiting)) {
                drop(waiting, Failure.text(e));
            } else {
                LOG.warn(
                        "{} was not told of {} yet and is tried again: {}",
                        receiver,
                        waiting.delivery().id(),
                        Failure.text(e));
                add(waiting);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether to go on: false when it closes meanwhile. */
    private boolean pause(Duration length) throws InterruptedException {
        lock.lock();
        try {
            long left = length.toNanos();
            while (left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    /** Gives what waits a last chance of some seconds, without a second try of anything. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(LAST_WORDS)) {
                thread.interrupt();
                thread.join(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int left = count().waiting();
        if (left > 0) {
            LOG.warn(
                    "{} was not told of {} notices yet: the bastion stops, and tells them when it starts",
                    receiver,
                    left);
        }
    }
}
