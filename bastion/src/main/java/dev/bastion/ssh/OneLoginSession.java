package dev.bastion.ssh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;

/**
 * A server's end that starts each service once (RFC 4253 section 10): {@code ssh-userauth} at the client's wish, and
 * {@code ssh-connection} when that has succeeded. MINA would begin a service anew for each {@code SERVICE_REQUEST}: a
 * stranger's login time and number of attempts would never run out, and channels of the service before would belong to
 * nobody.
 */
abstract class OneLoginSession extends ServerSessionImpl {
    private static final long DISCONNECT_SECONDS = 2;

    private final Unread unread = new Unread();
    private boolean serviceAskedFor;

    OneLoginSession(ServerFactoryManager manager, IoSession io) throws Exception {
        super(manager, io);
    }

    /** As MINA's, but not without a bound for a peer that reads nothing. */
    @Override
    public IoWriteFuture writePacket(Buffer packet) throws IOException {
        boolean bounded = Unread.isData(packet);
        IoWriteFuture written = super.writePacket(packet);
        if (!bounded && !unread.follow(written)) {
            ((Carrier) getIoSession()).giveUp();
        }
        return written;
    }

    /**
     * As MINA's, but the close runs on a thread of its own: a write's listener may run inside the lock of that very
     * write, and a close takes the locks of everything that lives on the connection.
     */
    @Override
    public void disconnect(int reason, String sentence) throws IOException {
        log.info("disconnecting {}: {} ({})", this, sentence, reason);
        boolean corrupt = reason == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR
                || reason == SshConstants.SSH2_DISCONNECT_MAC_ERROR;
        Buffer packet = createBuffer(SshConstants.SSH_MSG_DISCONNECT, 4 * sentence.length() + 32);
        // CVE-2008-5161: a peer must not learn in which way its packet was wrong.
        packet.putUInt(corrupt ? SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR : reason);
        packet.putString(corrupt ? "protocol error or corrupt packet" : sentence);
        packet.putString("");
        writePacket(packet).addListener(sent -> closeApart());
        getFactoryManager()
                .getScheduledExecutorService()
                .schedule(this::closeApart, DISCONNECT_SECONDS, TimeUnit.SECONDS);
    }

    private void closeApart() {
        if (!isClosing()) {
            Thread.ofVirtual().name("disconnect").start(() -> close(true));
        }
    }

    @Override
    protected boolean handleServiceRequest(String serviceName, Buffer buffer) throws Exception {
        if (serviceAskedFor || !serviceName.equals("ssh-userauth")) {
            disconnect(
                    SshConstants.SSH2_DISCONNECT_SERVICE_NOT_AVAILABLE, "the one service to ask for is ssh-userauth");
            return false;
        }
        serviceAskedFor = true;
        return super.handleServiceRequest(serviceName, buffer);
    }
}
