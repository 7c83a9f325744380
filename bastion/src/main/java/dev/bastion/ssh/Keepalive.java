package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.helpers.AbstractSession;

/**
 * Asks peers that have gone quiet whether they are still there, and ends the connections of those who do not say a word
 * while they are asked three times: a laptop that was closed, a host without power. Whatever a peer sends counts as an
 * answer, so one that is busy is never asked.
 *
 * <p>The question is OpenSSH's {@code keepalive@openssh.com} (PROTOCOL, and ClientAliveInterval in sshd_config(5)): a global
 * request that every client and server answers, most of them with a refusal (RFC 4254 section 4). It is not asked inside a
 * key exchange; one that gets stuck ends the same way.
 *
 * <p>One look at all connections serves them all; no thread and no timer belongs to any of them. Thread-safe.
 */
final class Keepalive {
    /** What a peer may leave unanswered; at the next look that finds it still quiet, its connection ends. */
    static final int UNANSWERED = 3;

    private static final int LOOKS_AN_INTERVAL = 4;
    /** Known to no peer by a meaning, and answered by each. */
    static final String REQUEST = "keepalive@openssh.com";

    private final long interval;
    private final LongSupplier nanos;
    private final Map<AbstractSession, Watch> watched = new ConcurrentHashMap<>();

    /** What is known of one connection; looked at by one thread at a time. */
    private static final class Watch {
        private final SocketSession socket;
        private final Runnable lost;
        private int asked;
        private long askedAt;

        Watch(SocketSession socket, Runnable lost, long now) {
            this.socket = socket;
            this.lost = lost;
            this.askedAt = now;
        }
    }

    Keepalive(Duration interval, LongSupplier nanos) {
        requireNonNull(nanos, "nanos is null");
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("an interval of " + interval);
        }
        this.interval = interval.toNanos();
        this.nanos = nanos;
    }

    /** One that looks by itself, on a thread that is not the timer's. */
    static Keepalive every(Duration interval, ScheduledExecutorService timer, Executor tasks) {
        Keepalive keepalive = new Keepalive(interval, System::nanoTime);
        long look = keepalive.interval / LOOKS_AN_INTERVAL;
        timer.scheduleWithFixedDelay(() -> tasks.execute(keepalive::look), look, look, TimeUnit.NANOSECONDS);
        return keepalive;
    }

    /**
     * Begins to ask, until the connection is closed.
     *
     * @param lost called when the peer is gone; it closes the connection
     */
    void watch(AbstractSession session, Runnable lost) {
        if (session.getIoSession() instanceof SocketSession socket) {
            watched.put(session, new Watch(socket, lost, nanos.getAsLong()));
            session.addCloseFutureListener(closed -> watched.remove(session));
        }
    }

    /** How long a peer may be silent at the most, in words for people. */
    Duration patience() {
        return Duration.ofNanos(interval).multipliedBy(UNANSWERED + 1L);
    }

    /** Looks at all of them once. */
    synchronized void look() {
        long now = nanos.getAsLong();
        watched.forEach((session, watch) -> look(session, watch, now));
    }

    private void look(AbstractSession session, Watch watch, long now) {
        long heardAt = watch.socket.heardAt();
        if (heardAt - watch.askedAt > 0) {
            watch.asked = 0;
        }
        long quietSince = heardAt - watch.askedAt > 0 ? heardAt : watch.askedAt;
        if (now - quietSince < interval) {
            return;
        }
        if (watch.asked == UNANSWERED) {
            watched.remove(session);
            watch.lost.run();
            return;
        }
        watch.asked++;
        watch.askedAt = now;
        ask(session);
    }

    private static void ask(AbstractSession session) {
        if (session.getKexState() != KexState.DONE || !session.isOpen()) {
            return;
        }
        try {
            Packets.globalRequest(session, REQUEST);
        } catch (IOException e) {
            // It ends in this moment, which its own close tells.
            session.exceptionCaught(e);
        }
    }
}
