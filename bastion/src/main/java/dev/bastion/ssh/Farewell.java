package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.live.EndCause;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last words to a client, and the cut that does not wait for them: the line on terminals, a moment later the
 * disconnect, because a client that reads both at once leaves without showing the line.
 *
 * <p>Thread-safe; meant to be said once.
 */
final class Farewell {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    /** How long the last words may take at the most; the connection is cut as soon as they left, mostly within 5 ms. */
    private static final long LONGEST_MILLIS = 100;
    /** The same where the target left by itself: what it said last is on its way to a client that may read slowly. */
    private static final long LAST_OUTPUT_MILLIS = 2000;

    private static final long LINE_FIRST_MILLIS = 2;
    /** A client that has this much waiting does not read: it gets no words and no delay. */
    private static final long NOBODY_READS = 256 << 10;

    private final String target;
    private final SessionFront front;
    private final Relay relay;
    private final LiveServices services;

    Farewell(String target, SessionFront front, Relay relay, LiveServices services) {
        this.target = requireNonNull(target, "target is null");
        this.front = requireNonNull(front, "front is null");
        this.relay = requireNonNull(relay, "relay is null");
        this.services = requireNonNull(services, "services is null");
    }

    /** Says why it ends if the way is free, and cuts the connection soon, whatever becomes of the words. */
    void say(EndCause cause, String sentence) {
        if (!cause.forced()) {
            say(words(cause, sentence), LAST_OUTPUT_MILLIS);
        } else if (front.backlog().waiting() < NOBODY_READS
                && services.farewells().oneMore()) {
            say(words(cause, sentence), LONGEST_MILLIS);
        } else {
            cut();
        }
    }

    private String words(EndCause cause, String sentence) {
        return switch (cause) {
            case GRANT_EXPIRED,
                    GRANT_RELEASED,
                    GRANT_REVOKED,
                    PERSON_REMOVED,
                    REVOKED,
                    OUTSIDE_HOURS,
                    IDLE,
                    RULE_NARROWED,
                    KILLED,
                    SHUTDOWN -> "access to " + target + " ended: " + sentence;
            default -> sentence;
        };
    }

    private void say(String words, long longestMillis) {
        AtomicBoolean cut = new AtomicBoolean();
        Runnable cutOnce = () -> {
            if (cut.compareAndSet(false, true)) {
                cut();
            }
        };
        services.timer().schedule(cutOnce, longestMillis, TimeUnit.MILLISECONDS);
        relay.channels().forEach(channel -> channel.farewell(words));
        Runnable disconnect = () -> disconnect(words, cutOnce);
        if (relay.channels().stream().anyMatch(RelayChannel::onTerminal)) {
            services.timer().schedule(disconnect, LINE_FIRST_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            disconnect.run();
        }
    }

    /** Taking down what stood on a connection takes locks: never on the timer's one thread, which cuts the others. */
    private void cut() {
        front.cut().run();
        Thread.ofVirtual().name("tidy").start(front.tidy());
    }

    private void disconnect(String words, Runnable cutOnce) {
        try {
            // Closing happens elsewhere: a write's listener may run inside a session's lock.
            Packets.disconnect(front.session(), words)
                    .addListener(sent -> services.tasks().execute(cutOnce));
        } catch (IOException e) {
            LOG.debug("no farewell on the way to {}: {}", target, e.toString());
            cutOnce.run();
        }
    }
}
