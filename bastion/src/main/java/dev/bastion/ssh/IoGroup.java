package dev.bastion.ssh;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of all connections: one fixed group for both servers and the client, one timer, and one small pool for
 * work that must run while no session's lock is held.
 *
 * <p>MINA's own group passes each completion through an executor's queue, which measured at a quarter of the processor
 * under bulk load; a fixed group runs it on the thread that learnt of it. Thread-safe. Close it last.
 */
final class IoGroup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IoGroup.class);
    private static final long STOP_SECONDS = 5;

    private final AsynchronousChannelGroup channels;
    private final ExecutorService tasks;
    private final ScheduledThreadPoolExecutor timer;

    IoGroup(int threads) throws IOException {
        this.channels = AsynchronousChannelGroup.withFixedThreadPool(threads, named("ssh-io"));
        this.tasks = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("ssh-task"), this::late);
        this.timer = new ScheduledThreadPoolExecutor(1, named("ssh-timer"), this::late);
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

    /** What a connection still asks for when everything has ended: there is nobody left for whom to do it. */
    private void late(Runnable task, ThreadPoolExecutor pool) {
        LOG.debug("not run, because the process goes down: {}", task);
    }

    /** The sockets first: what their end brings about runs on the pool, and may use the timer. */
    @Override
    public void close() throws IOException {
        channels.shutdownNow();
        try {
            channels.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            tasks.shutdown();
            tasks.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tasks.shutdownNow();
            timer.shutdownNow();
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
