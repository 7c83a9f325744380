package dev.bastion.recorder;

import dev.bastion.recorder.asciicast.LineBuffer;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer thread. Each recording is pinned to one, so that all that touches its files runs in order. After work the
 * thread looks again by itself for a moment, so that a busy stream need not wake it for each packet.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int TASKS_BETWEEN_TIMERS = 64;
    private static final int RUNNING = 0;
    private static final int LINGERING = 1;
    private static final int ASLEEP = 2;

    private record Timer(long nanos, Runnable task) {}

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger state = new AtomicInteger(RUNNING);
    private final LongSupplier nanos;
    private final Thread thread;
    private final LineBuffer buffer = new LineBuffer(16 << 10);
    private final PriorityQueue<Timer> timers = new PriorityQueue<>((a, b) -> Long.signum(a.nanos() - b.nanos()));
    private volatile boolean ending;

    Lane(String name, LongSupplier nanos) {
        this.nanos = nanos;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Runs the task on this thread, after all tasks before it. */
    void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Like {@link #execute}, but a moment later if the thread is about to look by itself anyway. */
    void executeSoon(Runnable task) {
        tasks.add(task);
        if (state.get() == ASLEEP) {
            wake();
        }
    }

    /** Makes the thread look now. */
    void wake() {
        if (state.getAndSet(RUNNING) != RUNNING) {
            LockSupport.unpark(thread);
        }
    }

    /** Runs the task at that time or soon after. On this thread only. */
    void at(long when, Runnable task) {
        timers.add(new Timer(when, task));
    }

    /** What tasks of this thread write to before it goes to a file. */
    LineBuffer buffer() {
        return buffer;
    }

    boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    /** Runs what is there and ends the thread. */
    void end() {
        ending = true;
        wake();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean worked = true;
        while (true) {
            boolean anyTask = runTasks();
            boolean anyTimer = runTimers();
            if (anyTask || anyTimer) {
                worked = true;
                continue;
            }
            if (ending && tasks.isEmpty()) {
                return;
            }
            rest(worked);
            worked = false;
        }
    }

    private void rest(boolean worked) {
        long limit = Long.MAX_VALUE;
        if (!timers.isEmpty()) {
            limit = Math.max(1, timers.peek().nanos() - nanos.getAsLong());
        }
        state.set(worked ? LINGERING : ASLEEP);
        // Whoever added before the state was set did not wake this thread.
        if (tasks.isEmpty() && !ending) {
            if (worked) {
                LockSupport.parkNanos(this, Math.min(limit, LINGER));
            } else if (limit == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, limit);
            }
        }
        state.set(RUNNING);
    }

    private boolean runTasks() {
        int done = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
            if (++done == TASKS_BETWEEN_TIMERS) {
                break;
            }
        }
        return done > 0;
    }

    private boolean runTimers() {
        boolean any = false;
        while (!timers.isEmpty() && timers.peek().nanos() - nanos.getAsLong() <= 0) {
            any = true;
            guarded(timers.remove().task());
        }
        return any;
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException fault) {
            // Sessions guard their own work and fail for themselves; what arrives here is a fault of a caller's
            // callback.
            LOG.error("a task of the recorder failed", fault);
        }
    }
}
