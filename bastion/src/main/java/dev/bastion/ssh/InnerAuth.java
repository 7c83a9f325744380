package dev.bastion.ssh;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * The {@code ssh-userauth} service inside a tunnel. The connection around it is authenticated, so the first request
 * decides by its user name alone, the login on the target: {@code none} succeeds without a second touch of a security
 * key, and a client that insists on a key gets the same answer. A refusal says in a banner what to type.
 */
final class InnerAuth extends AbstractCloseable implements Service {
    private static final int LARGEST_REQUEST = 64 << 10;
    private static final int REQUESTS = 8;

    private final InnerSession session;
    private final SessionMaker maker;
    private final Map<String, Object> properties = new ConcurrentHashMap<>(1);
    private int requests;

    InnerAuth(InnerSession session, SessionMaker maker) {
        this.session = session;
        this.maker = maker;
        session.resetAuthTimeout();
    }

    @Override
    public void start() {
        // The client speaks first.
    }

    @Override
    public void process(int cmd, Buffer buffer) throws Exception {
        if (cmd != SshConstants.SSH_MSG_USERAUTH_REQUEST
                || buffer.available() > LARGEST_REQUEST
                || ++requests > REQUESTS) {
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "message " + cmd + " during authentication");
        }
        String login = buffer.getString();
        if (requests > 1) {
            AuthMessages.failure(session, "", false);
            return;
        }
        CompletionStage<Optional<String>> answer = maker.beginInside(session, login);
        answer.thenAccept(refusal -> AuthMessages.later(session, () -> answered(login, refusal)));
    }

    private void answered(String login, Optional<String> refusal) throws Exception {
        if (refusal.isEmpty()) {
            session.signalAuthenticationSuccess(HostileText.word(login), "ssh-connection", new ByteArrayBuffer());
            return;
        }
        AuthMessages.refuse(session, maker.banner(refusal.get()));
    }

    @Override
    public Session getSession() {
        return session;
    }

    @Override
    public Map<String, Object> getProperties() {
        return properties;
    }
}
