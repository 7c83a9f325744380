package dev.bastion.ssh;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How one relayed channel ends (RFC 4254 section 5.3): each side is sent CLOSE once and nothing behind it, and the channel
 * is gone when both have sent theirs. The client's CLOSE goes on to the target alone, for output, EOF and exit status may
 * still be on their way and come before the target's; the target's closes both ways, for after it nothing comes.
 *
 * <p>Thread-safe. The lock of a way is taken last, around one write: CLOSE may come from either leg.
 */
final class CloseHandshake {
    /** A write to a connection. */
    interface Write {
        void run() throws IOException;
    }

    /** What is written to one side, up to CLOSE. */
    private static final class Way {
        private final ReentrantLock order = new ReentrantLock();
        private final Consumer<Write> writer;
        private final BooleanSupplier stands;
        private final Write close;
        private volatile boolean closed;

        Way(Consumer<Write> writer, BooleanSupplier stands, Write close) {
            this.writer = writer;
            this.stands = stands;
            this.close = close;
        }

        void send(Write write) {
            order.lock();
            try {
                if (!closed) {
                    writer.accept(write);
                }
            } finally {
                order.unlock();
            }
        }

        void close() {
            order.lock();
            try {
                if (!closed && stands.getAsBoolean()) {
                    closed = true;
                    writer.accept(close);
                }
            } finally {
                order.unlock();
            }
        }
    }

    private final Way toClient;
    private final Way toTarget;
    private final Runnable gone;
    private volatile boolean closedByClient;
    private volatile boolean closedByTarget;

    /**
     * @param writer runs a write, whose failure its connection reports
     * @param clientStands whether the client has the channel open; before that there is nothing to close there
     * @param targetStands the same of the target
     * @param gone called when both sides have closed; also once more by {@link #finishIfBothClosed}
     */
    CloseHandshake(
            Consumer<Write> writer,
            BooleanSupplier clientStands,
            Write closeClient,
            BooleanSupplier targetStands,
            Write closeTarget,
            Runnable gone) {
        this.toClient = new Way(writer, clientStands, closeClient);
        this.toTarget = new Way(writer, targetStands, closeTarget);
        this.gone = gone;
    }

    /** A message to the client, unless CLOSE has gone to it: peers end a connection over what follows that. */
    void sendToClient(Write write) {
        toClient.send(write);
    }

    /** The same towards the target. */
    void sendToTarget(Write write) {
        toTarget.send(write);
    }

    boolean sentToClient() {
        return toClient.closed;
    }

    boolean sentToTarget() {
        return toTarget.closed;
    }

    boolean closedByClient() {
        return closedByClient;
    }

    boolean closedByTarget() {
        return closedByTarget;
    }

    /** The client's CLOSE has come. */
    void clientCloses() {
        closedByClient = true;
        toTarget.close();
        finishIfBothClosed();
    }

    /** The target's CLOSE has come. */
    void targetCloses() {
        closedByTarget = true;
        toClient.close();
        toTarget.close();
        finishIfBothClosed();
    }

    /** Closes towards both sides of our own accord; their answers finish it. */
    void closeBoth() {
        toTarget.close();
        toClient.close();
    }

    void finishIfBothClosed() {
        if (closedByClient && closedByTarget) {
            gone.run();
        }
    }
}
