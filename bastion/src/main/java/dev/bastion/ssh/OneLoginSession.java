package dev.bastion.ssh;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
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
    private boolean serviceAskedFor;

    OneLoginSession(ServerFactoryManager manager, IoSession io) throws Exception {
        super(manager, io);
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
