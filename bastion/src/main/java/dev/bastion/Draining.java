package dev.bastion;

import dev.bastion.live.EndCause;
import dev.bastion.live.LiveGrants;
import dev.bastion.live.LiveSession;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The first thing to be closed: it ends what lives and waits until it has gone, while everything else still stands. */
final class Draining implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LiveGrants live;
    private final Runnable openNothingNew;

    Draining(LiveGrants live, Runnable openNothingNew) {
        this.live = live;
        this.openNothingNew = openNothingNew;
    }

    @Override
    public void close() {
        openNothingNew.run();
        long start = System.nanoTime();
        List<LiveSession> sessions = live.sessions();
        while (!sessions.isEmpty() && System.nanoTime() - start < LONGEST_NANOS) {
            // Each time again: one that has just begun ends like the others.
            sessions.forEach(session -> session.end(EndCause.SHUTDOWN, "the bastion goes down"));
            LockSupport.parkNanos(LOOK_NANOS);
            sessions = live.sessions();
        }
    }
}
