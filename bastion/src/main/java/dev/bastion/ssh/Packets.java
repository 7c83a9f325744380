package dev.bastion.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * The messages of the connection protocol (RFC 4254), written to a connection. Whoever calls never waits: MINA would
 * hold a thread that writes channel data during a key exchange, unless it is one of its own.
 */
final class Packets {
    private static final int ROOM = 32;

    private Packets() {}

    static IoWriteFuture send(AbstractSession to, Buffer packet) throws IOException {
        return ThreadUtils.runAsInternal(packet, to::writePacket);
    }

    static void data(AbstractSession to, long channel, byte[] bytes, int off, int len) throws IOException {
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, len + ROOM);
        packet.putUInt(channel);
        packet.putBytes(bytes, off, len);
        send(to, packet);
    }

    static void stderr(AbstractSession to, long channel, byte[] bytes, int off, int len) throws IOException {
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, len + ROOM);
        packet.putUInt(channel);
        packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
        packet.putBytes(bytes, off, len);
        send(to, packet);
    }

    static void widen(AbstractSession to, long channel, long bytes) throws IOException {
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, ROOM);
        packet.putUInt(channel);
        packet.putUInt(bytes);
        send(to, packet);
    }

    /** A message of a channel that carries nothing but the channel: EOF, CLOSE, SUCCESS, FAILURE. */
    static void bare(AbstractSession to, byte message, long channel) throws IOException {
        Buffer packet = to.createBuffer(message, ROOM);
        packet.putUInt(channel);
        send(to, packet);
    }

    static void request(AbstractSession to, long channel, String name, boolean wantReply, byte[] payload)
            throws IOException {
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, payload.length + name.length() + ROOM);
        packet.putUInt(channel);
        packet.putString(name);
        packet.putBoolean(wantReply);
        packet.putRawBytes(payload);
        send(to, packet);
    }

    /** Opens a channel whose type says all. */
    static void open(AbstractSession to, String type, long channel, long window, long packetSize) throws IOException {
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, type.length() + ROOM);
        packet.putString(type);
        packet.putUInt(channel);
        packet.putUInt(window);
        packet.putUInt(packetSize);
        send(to, packet);
    }

    /** Asks a target to connect to that place; from where the client says to have come is not passed on. */
    static void openForward(AbstractSession to, long channel, long window, long packetSize, Forward forward)
            throws IOException {
        Buffer packet = to.createBuffer(
                SshConstants.SSH_MSG_CHANNEL_OPEN, forward.host().length() + 2 * ROOM);
        packet.putString(Forward.TYPE);
        packet.putUInt(channel);
        packet.putUInt(window);
        packet.putUInt(packetSize);
        packet.putString(forward.host());
        packet.putUInt(forward.port());
        packet.putString("127.0.0.1");
        packet.putUInt(0);
        send(to, packet);
    }

    static void opened(AbstractSession to, long theirs, long ours, long window, long packetSize) throws IOException {
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, ROOM);
        packet.putUInt(theirs);
        packet.putUInt(ours);
        packet.putUInt(window);
        packet.putUInt(packetSize);
        send(to, packet);
    }

    static void openRefused(AbstractSession to, long theirs, int reason, String sentence) throws IOException {
        byte[] text = sentence.getBytes(StandardCharsets.UTF_8);
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, text.length + ROOM);
        packet.putUInt(theirs);
        packet.putUInt(reason);
        packet.putBytes(text);
        packet.putString("");
        send(to, packet);
    }

    /** A global request (section 4) that is to be answered, without anything in it. */
    static void globalRequest(AbstractSession to, String name) throws IOException {
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, name.length() + ROOM);
        packet.putString(name);
        packet.putBoolean(true);
        send(to, packet);
    }

    /** The answer to a global request that nothing here honours. */
    static void globalFailure(AbstractSession to) throws IOException {
        send(to, to.createBuffer(SshConstants.SSH_MSG_REQUEST_FAILURE, 0));
    }

    /** The last message of a connection; OpenSSH prints the sentence. */
    static IoWriteFuture disconnect(AbstractSession to, String sentence) throws IOException {
        byte[] text = sentence.getBytes(StandardCharsets.UTF_8);
        Buffer packet = to.createBuffer(SshConstants.SSH_MSG_DISCONNECT, text.length + ROOM);
        packet.putUInt(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
        packet.putBytes(text);
        packet.putString("");
        return send(to, packet);
    }
}
