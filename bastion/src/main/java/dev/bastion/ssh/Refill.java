package dev.bastion.ssh;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Grants the source of one direction what the sink takes, unless recorder or network are behind: then once they have
 * caught up. Thread-safe; never waits.
 */
final class Refill {
    private static final long HIGH_MARK = 1L << 20;
    private static final long LOW_MARK = 256L << 10;

    /** Tells the source that its window is wider. */
    interface Grant {
        void widen(long bytes) throws IOException;
    }

    private final Flow flow;
    private final Supplier<ChannelTap> tap;
    private final AtomicBoolean waits = new AtomicBoolean();

    Refill(Flow flow, Supplier<ChannelTap> tap) {
        this.flow = flow;
        this.tap = tap;
    }

    /**
     * @param sink what waits to be written to the sink
     * @param again calls this again, from a thread that holds no session's lock
     */
    void now(Backlog sink, Grant grant, Runnable again) throws IOException {
        ChannelTap recorder = tap.get();
        if (recorder != null && recorder.backlog() > HIGH_MARK) {
            if (waits.compareAndSet(false, true)) {
                recorder.whenBelow(LOW_MARK, () -> retry(again));
            }
        } else if (sink.waiting() > HIGH_MARK) {
            if (waits.compareAndSet(false, true)) {
                sink.whenBelow(LOW_MARK, () -> retry(again));
            }
        } else {
            long more = flow.claim();
            if (more > 0) {
                grant.widen(more);
            }
        }
    }

    private void retry(Runnable again) {
        waits.set(false);
        again.run();
    }
}
