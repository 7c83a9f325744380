package dev.bastion.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The hand-off of one channel: whoever accepts appends, the recorder's thread takes all there is. Nothing blocks but for
 * the copy of a packet. An idle inbox holds no memory. Safe for concurrent use.
 */
final class Inbox {

    /** Up to here an event gets an array of its own instead of a chunk. */
    private static final int SMALL = 512;

    private record Waiter(long mark, Runnable later) {}

    /**
     * All that was there, in order.
     *
     * @param chunks the arrays to give back afterwards
     */
    record Batch(Entry first, List<byte[]> chunks, long cost) {}

    private final ChunkPool pool;
    private final LongSupplier nanos;
    private Entry head;
    private Entry tail;
    private byte[] fill;
    private int filled;
    private List<byte[]> chunks = new ArrayList<>(1);
    private long waiting;
    private long backlog;
    private List<Waiter> waiters = List.of();

    Inbox(ChunkPool pool, LongSupplier nanos) {
        this.pool = pool;
        this.nanos = nanos;
    }

    /** Appends bytes; gives the backlog that results. */
    synchronized long accept(Entry.Kind kind, byte[] bytes, int offset, int length, Object what) {
        long now = nanos.getAsLong();
        int from = offset;
        int rest = length;
        do {
            int part = append(kind, now, bytes, from, rest, what);
            from += part;
            rest -= part;
        } while (rest > 0);
        return backlog;
    }

    /** Appends an event without bytes; gives the backlog that results. */
    long accept(Entry.Kind kind, Object what) {
        return accept(kind, NO_BYTES, 0, 0, what);
    }

    private static final byte[] NO_BYTES = {};

    private int append(Entry.Kind kind, long now, byte[] bytes, int offset, int length, Object what) {
        int part = length;
        byte[] home = NO_BYTES;
        int at = 0;
        if (length > 0) {
            if (fill == null || filled == fill.length) {
                fill = length <= SMALL && head == null ? new byte[SMALL] : pool.take();
                chunks.add(fill);
                filled = 0;
            }
            home = fill;
            at = filled;
            part = Math.min(length, fill.length - filled);
            System.arraycopy(bytes, offset, home, at, part);
            filled += part;
        }
        Entry entry = new Entry(kind, now, home, at, part, what);
        if (tail == null) {
            head = entry;
        } else {
            tail.next = entry;
        }
        tail = entry;
        waiting += entry.cost();
        backlog += entry.cost();
        return part;
    }

    /** Takes everything; its cost stays in the backlog until {@link #consumed}. */
    synchronized Batch take() {
        Batch batch = new Batch(head, chunks, waiting);
        head = null;
        tail = null;
        fill = null;
        chunks = new ArrayList<>(1);
        waiting = 0;
        return batch;
    }

    synchronized boolean isEmpty() {
        return head == null;
    }

    synchronized long backlog() {
        return backlog;
    }

    /** Gives the chunks back and runs those who waited for the backlog to fall. */
    void consumed(Batch batch) {
        batch.chunks().forEach(pool::giveBack);
        synchronized (this) {
            backlog -= batch.cost();
        }
        runWaiters(false);
    }

    /** Keeps a waiter; it is run by {@link #consumed} or {@link #runWaiters}. */
    synchronized void whenBelow(long mark, Runnable later) {
        List<Waiter> more = new ArrayList<>(waiters);
        more.add(new Waiter(mark, later));
        waiters = more;
    }

    /** Runs whom the backlog suits, or everybody. */
    void runWaiters(boolean everybody) {
        List<Waiter> due = new ArrayList<>();
        synchronized (this) {
            if (waiters.isEmpty()) {
                return;
            }
            List<Waiter> left = new ArrayList<>();
            for (Waiter waiter : waiters) {
                (everybody || backlog <= waiter.mark() ? due : left).add(waiter);
            }
            waiters = List.copyOf(left);
        }
        due.forEach(waiter -> waiter.later().run());
    }
}
