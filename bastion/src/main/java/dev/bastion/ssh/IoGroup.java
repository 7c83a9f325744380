package dev.bastion.ssh;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all connections: one fixed group for both servers and the client, one timer, and one small pool for
 * work that must run while no session's lock is held.
 *
 * <p>MINA's own group passes each completion through an executor's queue, which measured at a quarter of the processor
 * under bulk load; a fixed group runs it on the thread that learnt of it. Thread-safe. Close it last.
 */
final class IoGroup implements AutoCloseable {
    private static final long STOP_SECONDS = 5;

    private final AsynchronousChannelGroup channels;
    private final ExecutorService tasks;
    private final ScheduledThreadPoolExecutor timer;

    IoGroup(int threads) throws IOException {
        this.channels = AsynchronousChannelGroup.withFixedThreadPool(threads, named("ssh-io"));
        this.tasks = Executors.newFixedThreadPool(threads, named("ssh-task"));
        this.timer = new ScheduledThreadPoolExecutor(1, named("ssh-timer"));
        this.timer.setRemoveOnCancelPolicy(true);
    }

    AsynchronousChannelGroup channels() {
        return channels;
    }

    /** For work that follows a completion; never blocks for long. */
    ExecutorService tasks() {
        return tasks;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        tasks.shutdown();
        channels.shutdownNow();
        try {
            channels.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
