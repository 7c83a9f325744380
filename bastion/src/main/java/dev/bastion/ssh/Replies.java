package dev.bastion.ssh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers that one side of a channel waits for, in the order of its requests (RFC 4254 section 5.4: answers carry no
 * name and must come in order, also where some requests were answered here and others went on). Thread-safe.
 */
final class Replies {
    /** What an answer from the far side means here. */
    enum Kind {
        /** The asker wants it. */
        PASS,
        /** It decides the start of the channel, and the asker wants it. */
        START_PASS,
        /** It decides the start of the channel; the asker did not want to know. */
        START_DROP,
        /** Refused here; it only waits for its turn. */
        REFUSED_HERE,
        /** Asked by the bastion itself: the answer says that what went before it has been read. */
        SHOWN
    }

    /** The most requests that may be unanswered at one time. */
    static final int LIMIT = 256;

    private final ArrayDeque<Kind> waiting = new ArrayDeque<>();

    /** A request goes on and an answer will come; {@link #full} was asked before. */
    synchronized void expect(Kind kind) {
        waiting.add(kind);
    }

    /** A request was refused here. True if the refusal can be sent now; otherwise it waits for its turn. */
    synchronized boolean refuseNow() {
        if (waiting.isEmpty()) {
            return true;
        }
        waiting.add(Kind.REFUSED_HERE);
        return false;
    }

    /** An answer came: what it answers, and as many {@code REFUSED_HERE} as follow it. Empty if nobody asked. */
    synchronized List<Kind> answered() {
        List<Kind> due = new ArrayList<>();
        Kind first = waiting.poll();
        if (first == null) {
            return due;
        }
        due.add(first);
        while (waiting.peek() == Kind.REFUSED_HERE) {
            due.add(waiting.poll());
        }
        return due;
    }

    synchronized boolean full() {
        return waiting.size() >= LIMIT;
    }
}
