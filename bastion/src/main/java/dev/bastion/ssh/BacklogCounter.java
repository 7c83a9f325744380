package dev.bastion.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Counts bytes in and out and wakes those who wait for less. Thread-safe; {@code removed} may run under any lock. */
final class BacklogCounter implements Backlog {
    private record Waiter(long mark, Runnable later) {}

    private final Executor wake;
    private final AtomicLong bytes = new AtomicLong();
    private final List<Waiter> waiters = new ArrayList<>();
    private volatile boolean awaited;

    BacklogCounter(Executor wake) {
        this.wake = wake;
    }

    void added(long count) {
        bytes.addAndGet(count);
    }

    void removed(long count) {
        bytes.addAndGet(-count);
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
