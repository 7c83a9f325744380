package dev.bastion.ssh;

import java.util.Map;
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
 * key, and a client that insists on a key gets the same answer. Where the rule of the grant asks for a second factor that
 * was not shown yet, it is asked for here, where it is known what for. A refusal says in a banner what to type.
 *
 * <p>Used by the session's I/O thread, one message at a time.
 */
final class InnerAuth extends AbstractCloseable implements Service {
    private static final int LARGEST_REQUEST = 64 << 10;
    private static final int REQUESTS = 8;
    private static final int TRIES = 3;

    private final InnerSession session;
    private final SessionMaker maker;
    private final Map<String, Object> properties = new ConcurrentHashMap<>(1);
    private int requests;
    private int tries;
    private String login;
    private volatile boolean unproved;
    private boolean asked;
    private volatile boolean deciding;

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
        boolean request = cmd == SshConstants.SSH_MSG_USERAUTH_REQUEST;
        boolean answer = cmd == SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE && asked && !deciding;
        if (!(request || answer) || buffer.available() > LARGEST_REQUEST || ++requests > REQUESTS) {
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "message " + cmd + " during authentication");
        }
        if (answer) {
            asked = false;
            code(CodeDialogue.answer(buffer));
        } else {
            request(buffer);
        }
    }

    private void request(Buffer buffer) throws Exception {
        String name = buffer.getString();
        buffer.getString();
        String method = buffer.getString();
        if (login == null) {
            login = name;
            begin();
        } else if (unproved && !deciding && name.equals(login) && method.equals(CodeDialogue.METHOD)) {
            asked = true;
            CodeDialogue.ask(session, "second factor for " + HostileText.word(login));
        } else {
            AuthMessages.failure(session, unproved ? CodeDialogue.METHOD : "", false);
        }
    }

    private void begin() {
        deciding = true;
        maker.beginInside(session, login).thenAccept(beginning -> AuthMessages.later(session, () -> begun(beginning)));
    }

    private void begun(Beginning beginning) throws Exception {
        deciding = false;
        switch (beginning) {
            case Beginning.Begun begun ->
                session.signalAuthenticationSuccess(HostileText.word(login), "ssh-connection", new ByteArrayBuffer());
            case Beginning.Refused refused -> AuthMessages.refuse(session, maker.banner(refused.sentence()));
            case Beginning.Unproved missing -> {
                unproved = true;
                // From here a person reads and types.
                session.resetAuthTimeout();
                // For a client that may not ask its person: it ends here, and this is all that they read.
                AuthMessages.banner(session, maker.banner(missing.sentence()));
                AuthMessages.failure(session, CodeDialogue.METHOD, false);
            }
        }
    }

    private void code(String typed) {
        deciding = true;
        maker.proofs()
                .show(session.tunnel().channel().outer().identity(), typed)
                .thenAccept(wrong -> AuthMessages.later(session, () -> {
                    if (wrong.isEmpty()) {
                        begin();
                    } else {
                        again(wrong.get());
                    }
                }));
    }

    private void again(String sentence) throws Exception {
        deciding = false;
        if (++tries < TRIES) {
            asked = true;
            CodeDialogue.ask(session, sentence);
        } else {
            AuthMessages.refuse(session, maker.banner(sentence));
        }
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
