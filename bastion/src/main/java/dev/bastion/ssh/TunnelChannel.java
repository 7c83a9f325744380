package dev.bastion.ssh;

import dev.bastion.certs.Face;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@code direct-tcpip} channel (RFC 4254 section 7.2) of the outer connection: the inner SSH connection to one target
 * runs in it and ends in this process. No address that a client names is ever connected to.
 *
 * <p>The channel is transport alone: its window is given back as soon as the inner server has read the bytes, which the
 * inner channels' windows bound.
 */
final class TunnelChannel extends AbstractServerChannel {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelChannel.class);

    private final TunnelDesk desk;
    private final OuterConnection outer;
    private final InnerServer inner;
    private final Executor wake;
    /** A client answers the confirmation at once, and the inner server has to have said its ident before it hears that. */
    private final ReentrantLock beginning = new ReentrantLock();

    private TunnelIoSession io;
    private TunnelDesk.Answer answer;
    private String typed;
    private Face face;

    TunnelChannel(TunnelDesk desk, OuterConnection outer, InnerServer inner, Executor wake) {
        super(null);
        this.desk = desk;
        this.outer = outer;
        this.inner = inner;
        this.wake = wake;
    }

    /** Makes the channel for authenticated outer connections. */
    static ChannelFactory factory(TunnelDesk desk, InnerServer inner, Executor wake) {
        return new Maker(desk, inner, wake);
    }

    OuterConnection outer() {
        return outer;
    }

    /** What the desk said when the tunnel was opened; never "unknown". */
    TunnelDesk.Answer answer() {
        return answer;
    }

    /** The name that the client typed, which is one of the target's. */
    String typed() {
        return typed;
    }

    /** What the inner server shows. */
    Face face() {
        return face;
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        OpenFuture future = new DefaultOpenFuture(this, this);
        String name = buffer.getString();
        int port = buffer.getInt();
        answer = desk.target(outer.identity(), name, port);
        typed = withoutTrailingDot(name);
        String refusal = refusal();
        if (refusal != null) {
            LOG.info(
                    "{} may not tunnel to {} port {}: {}",
                    outer.identity().person().name(),
                    HostileText.word(typed),
                    port,
                    HostileText.line(refusal));
            refuse(future, refusal);
            return future;
        }
        CompletableFuture<Face> wanted = inner.face(this).toCompletableFuture();
        if (wanted.isDone()) {
            faced(future, wanted);
        } else {
            wanted.whenCompleteAsync((made, failure) -> faced(future, wanted), wake);
        }
        return future;
    }

    private void refuse(OpenFuture future, String refusal) {
        outer.openRefused(getRecipient(), refusal);
        future.setException(new SshChannelOpenException(
                getChannelId(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, refusal));
        // MINA keeps a refused channel among the open ones, and ends the connection when they are too many.
        close(true);
    }

    private void faced(OpenFuture future, CompletableFuture<Face> made) {
        if (isClosing()) {
            future.setException(new SshChannelOpenException(
                    getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, "the tunnel was closed"));
        } else if (made.isCompletedExceptionally()) {
            LOG.error(
                    "no face for {}: {}",
                    HostileText.word(typed),
                    made.exceptionNow().getMessage());
            refuse(future, "no host certificate can be signed now; tell an administrator");
        } else {
            face = made.join();
            begin(future);
        }
    }

    private String refusal() {
        if (answer instanceof TunnelDesk.Answer.Unknown unknown) {
            return unknown.sentence();
        }
        return outer.tunnelOpened(this)
                ? null
                : "more than " + OuterConnection.TUNNELS + " tunnels in one connection are not offered";
    }

    private void begin(OpenFuture future) {
        IoHandler handler = inner.handler();
        io = new TunnelIoSession(this, handler, wake);
        beginning.lock();
        try {
            // Sends the confirmation; the inner server's ident must come after it.
            signalChannelOpenSuccess();
            future.setOpened();
            handler.sessionCreated(io);
        } catch (Throwable e) {
            LOG.warn("no inner connection for {}: {}", outer.identity().person().name(), e.toString(), e);
            future.setException(e);
            close(true);
        } finally {
            beginning.unlock();
        }
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        beginning.lock();
        try {
            io.received(data, off, (int) len);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            beginning.unlock();
        }
        if (!isClosing()) {
            getLocalWindow().release(len);
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        throw new IOException("extended data has no meaning in a tunnel");
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        io.flush();
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        io.close(false);
    }

    @Override
    protected void preClose() {
        if (io != null) {
            io.close(true);
        }
        outer.tunnelClosed(this);
        super.preClose();
    }

    private static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private record Maker(TunnelDesk desk, InnerServer inner, Executor wake) implements ChannelFactory {
        @Override
        public String getName() {
            return "direct-tcpip";
        }

        @Override
        public Channel createChannel(Session session) {
            return NewcomerConnection.in(session).isPresent()
                    ? new RefusedChannel(NewcomerConnection.REFUSAL)
                    : new TunnelChannel(desk, OuterConnection.of(session), inner, wake);
        }
    }
}
