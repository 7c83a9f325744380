package dev.bastion.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import org.apache.sshd.common.SshConstants;

/**
 * A tunnel of an outer connection, as {@code ssh -J} opens it, with a port of this machine at its near end. For one inner
 * connection. Closing it closes both.
 */
final class Jump implements AutoCloseable {
    private static final long OURS = 5;
    private static final int PIECE = 32 << 10;

    private final ServerSocket near;
    private final Peer outer;
    private final long theirs;
    private final Semaphore window;

    private Jump(ServerSocket near, Peer outer, long theirs, int window) {
        this.near = near;
        this.outer = outer;
        this.theirs = theirs;
        this.window = new Semaphore(window);
    }

    /** Opens it to a target by its name and its own port. */
    static Jump to(String target, int port, Peer outer) throws IOException, InterruptedException {
        RawClient.askForTunnel(outer, OURS, target, port);
        Peer.Message opened = outer.next(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, OURS);
        long theirs = opened.content().getUInt();
        int window = (int) Math.min(Integer.MAX_VALUE, opened.content().getUInt());
        Jump jump = new Jump(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), outer, theirs, window);
        Thread.ofVirtual().start(jump::run);
        return jump;
    }

    int port() {
        return near.getLocalPort();
    }

    private void run() {
        try (Socket inner = near.accept()) {
            outer.session().addCloseFutureListener(closed -> close(inner));
            Thread.ofVirtual().start(() -> toBastion(inner));
            for (Peer.Message message = outer.take(); ; message = outer.take()) {
                message.content().getUInt();
                switch (message.number()) {
                    case SshConstants.SSH_MSG_CHANNEL_DATA -> {
                        byte[] bytes = message.content().getBytes();
                        inner.getOutputStream().write(bytes);
                        outer.widen(theirs, bytes.length);
                    }
                    case SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST ->
                        window.release((int) message.content().getUInt());
                    default -> {
                        return;
                    }
                }
            }
        } catch (IOException gone) {
            // One of both ends is closed, and so is the other now.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void toBastion(Socket inner) {
        byte[] piece = new byte[PIECE];
        try {
            for (int length = inner.getInputStream().read(piece);
                    length >= 0;
                    length = inner.getInputStream().read(piece)) {
                window.acquire(length);
                Packets.data(outer.session(), theirs, piece, 0, length);
            }
        } catch (IOException gone) {
            // As above.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As ssh ends whose jump has ended. */
    private static void close(Socket inner) {
        try {
            inner.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        outer.session().close(true);
    }
}
