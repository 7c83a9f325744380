package dev.bastion.ssh;

import dev.bastion.certs.Face;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.PacketBuffer;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;

/**
 * The server's end of one inner connection: it shows the target's face, and its packets leave room for the outer
 * connection's header and trailer, so that the tunnel copies nothing.
 */
final class InnerSession extends OneLoginSession {
    private final TunnelIoSession tunnel;
    private OnwardDial dial;

    InnerSession(ServerFactoryManager manager, TunnelIoSession tunnel, SessionMaker maker) throws Exception {
        super(manager, tunnel);
        this.tunnel = tunnel;
        Face face = tunnel.channel().face();
        setKeyPairProvider(KeyPairProvider.wrap(MinaKeys.keyPair(face.key())));
        setHostKeyCertificateProvider(session -> List.of(MinaKeys.certificate(face.certificate())));
        // The target is dialled while the client's key exchange with us runs; only under a live grant.
        this.dial = maker.dialEarly(tunnel.channel());
        addCloseFutureListener(closed -> dial.close());
    }

    TunnelIoSession tunnel() {
        return tunnel;
    }

    OnwardDial dial() {
        return dial;
    }

    @Override
    public Buffer createBuffer(byte cmd, int len) {
        // The packet begins with its own header, in front of the message.
        int start = TunnelIoSession.HEAD_ROOM + SshConstants.SSH_PACKET_HEADER_LEN;
        PacketBuffer buffer =
                new PacketBuffer(new byte[start + 1 + Math.max(len, 0) + TunnelIoSession.TAIL_ROOM], false);
        buffer.rpos(start);
        buffer.wpos(start);
        buffer.putByte(cmd);
        return buffer;
    }
}
