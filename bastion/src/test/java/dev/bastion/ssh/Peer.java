package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * One end of an SSH connection in a test's hands: every message that comes is put into a queue, and nothing is answered
 * unless the test says so. The transport below (key exchange, encryption, disconnect) is MINA's. Thread-safe.
 */
final class Peer {
    static final long WINDOW = 2L << 20;
    static final long PACKET = 32L << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AbstractSession session;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile String farewell = "";

    /** A message: its number, and its content from behind that. */
    record Message(int number, Buffer content) {
        String text() {
            return content.getString();
        }

        @Override
        public String toString() {
            return SshConstants.getCommandMessageName(number) + " " + content.available() + " bytes";
        }
    }

    /** Writes the fields of a message. */
    interface Fields {
        void write(Buffer message);
    }

    Peer(AbstractSession session) {
        this.session = session;
        session.addSessionListener(new SessionListener() {
            @Override
            public void sessionDisconnect(Session from, int reason, String text, String language, boolean initiator) {
                farewell = text;
            }
        });
    }

    /** Takes a message from the session's thread; the buffer is the session's again afterwards. */
    void received(int number, Buffer content) {
        messages.add(new Message(number, new ByteArrayBuffer(content.getCompactData())));
    }

    AbstractSession session() {
        return session;
    }

    /** The transport is there: from now on messages may be sent. */
    void ready() {
        ready.countDown();
    }

    void awaitReady() throws InterruptedException {
        assertTrue(ready.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "the key exchange does not end");
    }

    // ---- sending

    void send(byte number, Fields fields) throws IOException {
        Buffer message = session.createBuffer(number, 64);
        fields.write(message);
        Packets.send(session, message);
    }

    void open(String type, long number, long window, long packet) throws IOException {
        send(SshConstants.SSH_MSG_CHANNEL_OPEN, message -> {
            message.putString(type);
            message.putUInt(number);
            message.putUInt(window);
            message.putUInt(packet);
        });
    }

    void confirm(long theirs, long ours, long window, long packet) throws IOException {
        Packets.opened(session, theirs, ours, window, packet);
    }

    void request(long channel, String name, boolean wantReply, byte[] payload) throws IOException {
        Packets.request(session, channel, name, wantReply, payload);
    }

    void exec(long channel, String command) throws IOException {
        request(channel, "exec", true, string(command));
    }

    void data(long channel, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Packets.data(session, channel, bytes, 0, bytes.length);
    }

    void extendedData(long channel, int type, String text) throws IOException {
        send(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, message -> {
            message.putUInt(channel);
            message.putUInt(type);
            message.putString(text);
        });
    }

    void widen(long channel, long bytes) throws IOException {
        Packets.widen(session, channel, bytes);
    }

    void bare(byte number, long channel) throws IOException {
        Packets.bare(session, number, channel);
    }

    void success(long channel) throws IOException {
        bare(SshConstants.SSH_MSG_CHANNEL_SUCCESS, channel);
    }

    void failure(long channel) throws IOException {
        bare(SshConstants.SSH_MSG_CHANNEL_FAILURE, channel);
    }

    static byte[] string(String text) {
        ByteArrayBuffer payload = new ByteArrayBuffer();
        payload.putString(text);
        return payload.getCompactData();
    }

    static byte[] number(long value) {
        ByteArrayBuffer payload = new ByteArrayBuffer();
        payload.putUInt(value);
        return payload.getCompactData();
    }

    // ---- receiving

    /** The next message, whatever it is. */
    Message next() throws InterruptedException {
        Message message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertNotNull(message, () -> "nothing came; the connection is " + (session.isOpen() ? "open" : farewell));
        return message;
    }

    /** The next message, waited for as long as it takes. */
    Message take() throws InterruptedException {
        return messages.take();
    }

    /** The next message, which must be of this number; its channel, if it has one, is still in front. */
    Message next(int number) throws InterruptedException {
        Message message = next();
        assertEquals(
                SshConstants.getCommandMessageName(number),
                SshConstants.getCommandMessageName(message.number()),
                () -> "in the place of what was expected came " + message + " " + readable(message));
        return message;
    }

    /** The next message of a channel, which must be of this number and for that channel. */
    Message next(int number, long channel) throws InterruptedException {
        Message message = next(number);
        assertEquals(channel, message.content().getUInt());
        return message;
    }

    /** The next request of a channel, of this name; answers whether a reply is wanted. The payload is left. */
    Message nextRequest(long channel, String name) throws InterruptedException {
        Message message = next(SshConstants.SSH_MSG_CHANNEL_REQUEST, channel);
        assertEquals(name, message.text());
        return message;
    }

    String nextData(long channel) throws InterruptedException {
        return next(SshConstants.SSH_MSG_CHANNEL_DATA, channel).text();
    }

    /** Whether nothing has come that was not taken. */
    boolean isQuiet() {
        return messages.isEmpty();
    }

    /** Waits until the other end has closed the connection; answers the sentence that it gave. */
    String awaitEnd() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        session.addCloseFutureListener(future -> closed.countDown());
        assertTrue(closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "the connection is not closed");
        return farewell;
    }

    private static String readable(Message message) {
        return new String(message.content().array(), StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
    }
}
