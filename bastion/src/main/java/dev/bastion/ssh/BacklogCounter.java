package dev.bastion.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts bytes in and out and wakes those who wait for less. Thread-safe; {@code removed} may run under any lock. */
final class BacklogCounter implements Backlog {
    private record Waiter(long mark, Runnable later) {}

    // Each channel's data is held back by its window, and all else by Unread: this bounds many channels together.
    private static final long MOST_BYTES = 512L << 20;
    private static final int MOST_PACKETS = 500_000;

    private final Executor wake;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger packets = new AtomicInteger();
    private final List<Waiter> waiters = new ArrayList<>();
    private volatile boolean awaited;

    BacklogCounter(Executor wake) {
        this.wake = wake;
    }

    /** Counts a packet in. False where more waits than any peer that reads would leave. */
    boolean added(long count) {
        long waiting = bytes.addAndGet(count);
        return packets.incrementAndGet() <= MOST_PACKETS && waiting <= MOST_BYTES;
    }

    void removed(long count) {
        bytes.addAndGet(-count);
        packets.decrementAndGet();
        if (awaited) {
            wakeThoseBelow();
        }
    }

    @Override
    public long waiting() {
        return bytes.get();
    }

    @Override
    public void whenBelow(long mark, Runnable later) {
        synchronized (waiters) {
            waiters.add(new Waiter(mark, later));
            awaited = true;
        }
        // The bytes may have gone between the caller's look and the entry in the list.
        wakeThoseBelow();
    }

    private void wakeThoseBelow() {
        List<Waiter> due = new ArrayList<>();
        synchronized (waiters) {
            long now = bytes.get();
            waiters.removeIf(waiter -> now < waiter.mark() && due.add(waiter));
            awaited = !waiters.isEmpty();
        }
        due.forEach(waiter -> wake.execute(waiter.later()));
    }
}
