package dev.bastion.ssh;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.DefaultCloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * The inner connection's network: the bytes of one {@code direct-tcpip} channel of the outer connection.
 *
 * <p>What the inner server writes becomes {@code CHANNEL_DATA} of the outer channel, with its header written in place in
 * front of the inner packet where the buffer has room ({@link #HEAD_ROOM}) and the outer window too; otherwise it waits
 * in a queue for the client's window. The queue is bounded by what the relay lets in: it asks {@link #waiting()}.
 *
 * <p>Thread-safe. The lock here is taken inside the inner session's encode lock and outside the outer one's.
 */
final class TunnelIoSession extends AbstractCloseable implements IoSession, Carrier {
    /** Bytes in front of an inner packet: the outer packet's header and {@code byte 94, uint32 channel, uint32 length}. */
    static final int HEAD_ROOM = SshConstants.SSH_PACKET_HEADER_LEN + 9;

    /** Bytes behind an inner packet: its own padding and tag and the outer packet's. */
    static final int TAIL_ROOM = 2 * (64 + 32);

    private static final int DATA_HEADER = 9;
    private static final AtomicLong IDS = new AtomicLong();

    private record Queued(Buffer buffer, Written future) {}

    private static final class Written extends AbstractIoWriteFuture {
        Written() {
            super("tunnel", null);
        }

        void follow(IoWriteFuture other) {
            if (other.isWritten()) {
                setValue(true);
            } else {
                setValue(other.getException());
            }
        }

        void fail(String why) {
            setValue(new IOException(why));
        }
    }

    private final long id = IDS.incrementAndGet();
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final TunnelChannel channel;
    private final IoHandler handler;
    private final Executor wake;
    private final BacklogCounter backlog;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private DefaultCloseFuture drained;

    TunnelIoSession(TunnelChannel channel, IoHandler handler, Executor wake) {
        this.channel = channel;
        this.handler = handler;
        this.wake = wake;
        this.backlog = new BacklogCounter(wake);
    }

    TunnelChannel channel() {
        return channel;
    }

    /** Gives the inner session bytes that came through the tunnel; the array is read before this returns. */
    void received(byte[] data, int off, int len) throws Exception {
        try {
            handler.messageReceived(this, new ByteArrayBuffer(data, off, len));
        } catch (IOException | RuntimeException e) {
            // It ends the inner connection alone: others live on the outer one.
            handler.exceptionCaught(this, e);
        }
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
        int length = buffer.available();
        if (!backlog.added(length)) {
            giveUp();
        }
        IoWriteFuture future = ThreadUtils.runAsInternal(buffer, this::writeOrQueue);
        future.addListener(done -> backlog.removed(length));
        return future;
    }

    private IoWriteFuture writeOrQueue(Buffer buffer) throws IOException {
        lock.lock();
        try {
            if (isClosed() || channel.isClosed()) {
                Written failed = new Written();
                failed.fail("the tunnel is closed");
                return failed;
            }
            if (queue.isEmpty() && fits(buffer.available())) {
                return sendWhole(buffer);
            }
            Queued waiting = new Queued(buffer, new Written());
            queue.add(waiting);
            sendQueued();
            return waiting.future();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what waited for the client's window; called when it has grown. */
    void flush() throws IOException {
        ThreadUtils.runAsInternal(null, nothing -> {
            lock.lock();
            try {
                sendQueued();
            } finally {
                lock.unlock();
            }
            return null;
        });
    }

    private boolean fits(int length) {
        RemoteWindow window = channel.getRemoteWindow();
        return length <= window.getSize() && length <= window.getPacketSize();
    }

    private void sendQueued() throws IOException {
        while (!queue.isEmpty()) {
            Queued first = queue.peek();
            if (fits(first.buffer().available())) {
                queue.poll();
                IoWriteFuture sent = sendWhole(first.buffer());
                sent.addListener(first.future()::follow);
            } else if (!sendPart(first.buffer())) {
                return;
            }
        }
        if (drained != null) {
            drained.setClosed();
        }
    }

    private IoWriteFuture sendWhole(Buffer buffer) throws IOException {
        int length = buffer.available();
        int start = buffer.rpos() - DATA_HEADER;
        if (start < SshConstants.SSH_PACKET_HEADER_LEN) {
            Buffer copy = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, length + DATA_HEADER);
            copy.putUInt(channel.getRecipient());
            copy.putBytes(buffer.array(), buffer.rpos(), length);
            channel.getRemoteWindow().consume(length);
            return channel.getSession().writePacket(copy);
        }
        byte[] bytes = buffer.array();
        bytes[start] = SshConstants.SSH_MSG_CHANNEL_DATA;
        putInt(bytes, start + 1, (int) channel.getRecipient());
        putInt(bytes, start + 5, length);
        buffer.rpos(start);
        channel.getRemoteWindow().consume(length);
        return channel.getSession().writePacket(buffer);
    }

    private boolean sendPart(Buffer buffer) throws IOException {
        RemoteWindow window = channel.getRemoteWindow();
        int part = (int) Math.min(buffer.available(), Math.min(window.getSize(), window.getPacketSize()));
        if (part <= 0) {
            return false;
        }
        Session outer = channel.getSession();
        Buffer piece = outer.createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, part + DATA_HEADER);
        piece.putUInt(channel.getRecipient());
        piece.putBytes(buffer.array(), buffer.rpos(), part);
        buffer.rpos(buffer.rpos() + part);
        window.consume(part);
        outer.writePacket(piece);
        return true;
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /** Bytes that wait for the client's window or in the outer connection's socket queue. */
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
        log.warn("{} in {} does not read what it is sent, and is closed", this, channel.getSession());
        wake.execute(() -> close(true));
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                return null;
            }
            drained = new DefaultCloseFuture(this, getFutureLock());
            return drained;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void doCloseImmediately() {
        // Elsewhere, because whoever closes may hold the outer session's encode lock, which comes after the one here.
        wake.execute(this::failQueued);
        channel.close(false);
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception e) {
            log.debug("the inner session of {} was not closed cleanly: {}", channel, e.toString());
        }
    }

    private void failQueued() {
        lock.lock();
        try {
            queue.forEach(waiting -> waiting.future().fail("the tunnel was closed"));
            queue.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long getId() {
        return id;
    }

    /** The outer peer's address: what the inner session checks and shows is where the person comes from. */
    @Override
    public SocketAddress getRemoteAddress() {
        return channel.getSession().getIoSession().getRemoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return channel.getSession().getIoSession().getLocalAddress();
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return channel.getSession().getIoSession().getAcceptanceAddress();
    }

    @Override
    public Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public Object removeAttribute(Object key) {
        return attributes.remove(key);
    }

    @Override
    public IoService getService() {
        throw new IllegalStateException("a tunnel belongs to no I/O service");
    }

    @Override
    public void shutdownOutputStream() {
        // The channel says EOF by itself when it is closed.
    }

    @Override
    public void suspendRead() {
        // The tunnel is only transport: the inner channels' windows hold the sender back.
    }

    @Override
    public void resumeRead() {
        // Nothing was suspended.
    }

    @Override
    public String toString() {
        return "tunnel " + id;
    }
}
