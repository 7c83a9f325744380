package dev.bastion.ssh;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.Executor;
import jdk.net.ExtendedSocketOptions;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2CompletionHandler;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A TCP connection that acknowledges at once and knows how much it still has to write.
 *
 * <p>OpenSSH runs without TCP_NODELAY until its session starts; its Nagle timer then meets our delayed acknowledgement
 * three to five times a login, 40 ms each. {@code TCP_QUICKACK} takes that away, but Linux clears it by itself, so it is
 * set again after each read (tcp(7)).
 */
final class SocketSession extends Nio2Session implements Carrier {
    private static final boolean QUICK_ACK_KNOWN = quickAckKnown();

    private static final int SMALL_READ = 8 << 10;

    private final Executor wake;
    private final BacklogCounter backlog;
    private volatile long heardAt = System.nanoTime();

    SocketSession(
            Nio2Service service,
            FactoryManager manager,
            IoHandler handler,
            AsynchronousSocketChannel socket,
            SocketAddress acceptedOn,
            Executor wake)
            throws IOException {
        super(service, manager, handler, socket, acceptedOn);
        this.wake = wake;
        this.backlog = new BacklogCounter(wake);
        acknowledgeAtOnce();
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
        int length = buffer.available();
        if (!backlog.added(length)) {
            giveUp();
        }
        IoWriteFuture written = super.writeBuffer(buffer);
        written.addListener(future -> backlog.removed(length));
        return written;
    }

    /**
     * Elsewhere: a write that fails says so under the SSH session's encode lock, and closing that session from there would
     * take the locks of its tunnels in the wrong order.
     */
    @Override
    protected void exceptionCaught(Throwable failure) {
        wake.execute(() -> super.exceptionCaught(failure));
    }

    @Override
    protected void handleReadCycleCompletion(
            ByteBuffer buffer,
            Readable readable,
            Nio2CompletionHandler<Integer, Object> handler,
            Integer result,
            Object attachment) {
        heardAt = System.nanoTime();
        // A full read is bulk, where acknowledgements come by themselves and the call would only cost.
        if (result >= 0 && result < SMALL_READ) {
            acknowledgeAtOnce();
        }
        super.handleReadCycleCompletion(buffer, readable, handler, result, attachment);
    }

    /** Reads without a time limit, which is what is configured; MINA looks that up again for each read. */
    @Override
    protected void doReadCycle(ByteBuffer buffer, Nio2CompletionHandler<Integer, Object> completion) {
        buffer.clear();
        getSocket().read(buffer, null, completion);
    }

    @Override
    protected void doWriteCycle(ByteBuffer buffer, Nio2CompletionHandler<Integer, Object> completion) {
        getSocket().write(buffer, null, completion);
    }

    @Override
    public long waiting() {
        return backlog.waiting();
    }

    @Override
    public void whenBelow(long mark, Runnable later) {
        backlog.whenBelow(mark, later);
    }

    @Override
    public void giveUp() {
        if (getSocket().isOpen()) {
            log.warn("{} reads nothing of what it is sent, and is cut off", getRemoteAddress());
            sever();
        }
    }

    /** When the peer last sent anything, by {@link System#nanoTime}. */
    long heardAt() {
        return heardAt;
    }

    /** Closes the socket and nothing else: no byte passes from here on; the tidy close may follow in its own time. */
    void sever() {
        try {
            getSocket().close();
        } catch (IOException e) {
            log.debug("socket of {} was not closed cleanly: {}", getRemoteAddress(), e.toString());
        }
    }

    private void acknowledgeAtOnce() {
        if (!QUICK_ACK_KNOWN) {
            return;
        }
        try {
            getSocket().setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        } catch (IOException e) {
            // The connection is going away; its read will say so.
            log.trace("no quick acknowledgement on {}: {}", getRemoteAddress(), e.toString());
        }
    }

    private static boolean quickAckKnown() {
        try (AsynchronousSocketChannel probe = AsynchronousSocketChannel.open()) {
            return probe.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        } catch (IOException e) {
            throw new IllegalStateException("cannot open a socket: " + e.getMessage(), e);
        }
    }
}
