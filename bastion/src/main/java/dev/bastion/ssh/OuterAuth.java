package dev.bastion.ssh;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Refusal;
import dev.bastion.certs.SignatureReading;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.control.Newcomer;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import org.apache.sshd.server.session.ServerSessionImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code ssh-userauth} service of the outer connection (RFC 4252): {@code publickey}, with every certificate type of
 * OpenSSH, and {@code keyboard-interactive} (RFC 4256) to end with.
 *
 * <p>The person is found by key or certificate, never by the user name. Stock ssh shows a plain key before the
 * certificate beside it: where a usable certificate for that very key exists, the signed plain key is answered with
 * partial success; the client then shows the certificate, or, if it has none, ends with a keyboard-interactive without a
 * prompt and may run commands only.
 *
 * <p>Used by the session's I/O thread, one message at a time.
 */
final class OuterAuth extends AbstractCloseable implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(OuterAuth.class);
    private static final String PUBLIC_KEY = OfferedKeys.METHOD;
    private static final String INTERACTIVE = "keyboard-interactive";
    private static final String AFTER_PLAIN_KEY = PUBLIC_KEY + "," + INTERACTIVE;
    private static final String CONNECTION = OfferedKeys.SERVICE;
    /** Requests before the connection is closed; offers of keys count. */
    private static final int REQUESTS = 16;

    /** The same where a client is asked for all of its keys once more. */
    private static final int REQUESTS_OF_NEWCOMERS = 24;

    /** Codes of a second factor that one connection may show. */
    private static final int CODES = 3;

    private static final int LARGEST_REQUEST = 64 << 10;
    private static final int LARGEST_NAME = 256;

    /** What happens once somebody is proved; answers whether the connection may go on. */
    interface Admission {
        CompletionStage<Beginning> admit(ServerSessionImpl session, String user, Identity identity);

        /** Nothing when a second factor is right; otherwise the sentence for the person. */
        CompletionStage<Optional<String>> show(Identity identity, String typed);

        void refused(InetSocketAddress source);

        /** Whether somebody may come in whose key is nobody's, to sign on. */
        boolean takesNewcomers();

        /** Somebody has proved such a key. */
        void admit(ServerSessionImpl session, Newcomer newcomer);

        /** The sentence as a banner says it. */
        String banner(String sentence);
    }

    private final ServerSessionImpl session;
    private final Gatekeeper gatekeeper;
    private final Admission admission;
    private final OfferedKeys keys;
    private final Map<String, Object> properties = new ConcurrentHashMap<>(1);
    private int requests;
    private String user;
    private Identity provenByPlainKey;
    private boolean interactiveBegun;
    private Identity unproved;
    private int codes;
    private volatile boolean keyRefused;
    private Newcomer provenByUnknownKey;
    private boolean deciding;

    OuterAuth(ServerSessionImpl session, Gatekeeper gatekeeper, Admission admission) {
        this.session = session;
        this.gatekeeper = gatekeeper;
        this.admission = admission;
        this.keys = new OfferedKeys(session, gatekeeper, admission::banner);
        session.resetAuthTimeout();
        // A client may show keys that are not known before the one that is: only who never gets in counts as refused.
        session.addCloseFutureListener(closed -> {
            if (keyRefused && !session.isAuthenticated()) {
                admission.refused(source());
            }
        });
    }

    @Override
    public void start() {
        // The client speaks first.
    }

    @Override
    public void process(int cmd, Buffer buffer) throws Exception {
        if (deciding) {
            // A second proof before the first is answered would begin a second session on this connection.
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "message " + cmd + " before the answer to the last");
        }
        if (cmd == SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE && interactiveBegun) {
            interactiveBegun = false;
            answered(buffer);
        } else if (cmd == SshConstants.SSH_MSG_USERAUTH_REQUEST) {
            request(buffer);
        } else {
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "message " + cmd + " during authentication");
        }
    }

    private void request(Buffer buffer) throws Exception {
        if (++requests > (admission.takesNewcomers() ? REQUESTS_OF_NEWCOMERS : REQUESTS)
                || buffer.available() > LARGEST_REQUEST) {
            session.disconnect(
                    SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, "too many authentication requests");
            return;
        }
        String name = buffer.getString();
        String service = buffer.getString();
        String method = buffer.getString();
        if (name.length() > LARGEST_NAME || (user != null && !user.equals(name)) || !service.equals(CONNECTION)) {
            session.disconnect(SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME, "the user name may not change");
            return;
        }
        user = name;
        switch (method) {
            case PUBLIC_KEY -> publicKey(buffer);
            case INTERACTIVE -> interactive();
            default -> fail(PUBLIC_KEY, false);
        }
    }

    private void interactive() throws Exception {
        if (unproved != null) {
            interactiveBegun = true;
            CodeDialogue.ask(session, "second factor for " + HostileText.word(user));
            return;
        }
        if (provenByPlainKey == null && provenByUnknownKey == null) {
            fail(PUBLIC_KEY, false);
            return;
        }
        interactiveBegun = true;
        Buffer question = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, 32);
        question.putString("");
        question.putString("");
        question.putString("");
        question.putUInt(0);
        session.writePacket(question);
    }

    private void answered(Buffer buffer) throws Exception {
        if (unproved == null && provenByPlainKey != null) {
            succeed(provenByPlainKey);
            return;
        }
        if (unproved == null) {
            admitNewcomer();
            return;
        }
        deciding = true;
        admission
                .show(unproved, CodeDialogue.answer(buffer))
                .thenAccept(wrong -> AuthMessages.later(session, () -> shown(wrong)));
    }

    private void shown(Optional<String> wrong) throws Exception {
        if (wrong.isEmpty()) {
            succeed(unproved);
        } else if (++codes < CODES) {
            deciding = false;
            interactiveBegun = true;
            CodeDialogue.ask(session, wrong.get());
        } else {
            AuthMessages.refuse(session, admission.banner(wrong.get()));
        }
    }

    private void publicKey(Buffer buffer) throws Exception {
        if (unproved != null) {
            fail(INTERACTIVE, false);
            return;
        }
        boolean signed = buffer.getBoolean();
        String algorithm = buffer.getString();
        byte[] blob = buffer.getBytes();
        Optional<Identity> offered = keys.identityOf(algorithm, blob);
        if (offered.isEmpty() && mayBeNewcomer()) {
            newcomer(signed, algorithm, blob, buffer);
        } else if (offered.isEmpty()) {
            keyRefused = true;
            fail(afterRefusal(), false);
        } else if (provenByPlainKey != null && !offered.get().byCertificate()) {
            // After a partial success OpenSSH begins its list of keys again; the certificate comes further down.
            AuthMessages.failure(session, AFTER_PLAIN_KEY, false);
        } else if (!signed) {
            wouldDo(algorithm, blob);
        } else {
            proof(algorithm, blob, buffer.getBytes(), offered.get());
        }
    }

    private void wouldDo(String algorithm, byte[] blob) throws IOException {
        Buffer good = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_PK_OK, blob.length + 64);
        good.putString(algorithm);
        good.putBytes(blob);
        session.writePacket(good);
    }

    private boolean mayBeNewcomer() {
        return provenByPlainKey == null
                && provenByUnknownKey == null
                && user.indexOf('@') < 0
                && admission.takesNewcomers();
    }

    private String afterRefusal() {
        return provenByPlainKey == null && provenByUnknownKey == null ? PUBLIC_KEY : AFTER_PLAIN_KEY;
    }

    /**
     * The first key that is nobody's is taken for that of a newcomer, once it has signed; but the client is asked for all of
     * its keys again, for one further down may be a person's. Only who has none ends with a keyboard-interactive.
     */
    private void newcomer(boolean signed, String algorithm, byte[] blob, Buffer buffer) throws Exception {
        keyRefused = true;
        Optional<SshPublicKey> key = OfferedKeys.plainKey(algorithm, blob);
        if (key.isEmpty()) {
            fail(PUBLIC_KEY, false);
        } else if (!signed) {
            wouldDo(algorithm, blob);
        } else if (keys.verified(user, key.get(), algorithm, blob, buffer.getBytes())
                instanceof SignatureReading.Valid) {
            provenByUnknownKey = new Newcomer(key.get(), source());
            fail(AFTER_PLAIN_KEY, true);
        } else {
            LOG.info("{} signed wrongly for a key that is nobody's", source());
            fail(PUBLIC_KEY, false);
        }
    }

    private void admitNewcomer() throws Exception {
        deciding = true;
        admission.admit(session, provenByUnknownKey);
        LOG.info("{} may sign on by {}", source(), provenByUnknownKey.key().fingerprint());
        session.signalAuthenticationSuccess("newcomer", CONNECTION, new ByteArrayBuffer());
    }

    private void proof(String algorithm, byte[] blob, byte[] signature, Identity offered) throws Exception {
        SignatureReading reading = keys.verified(user, offered.key(), algorithm, blob, signature);
        if (!(reading instanceof SignatureReading.Valid valid)) {
            LOG.info("{} signed wrongly for {}", source(), offered.person().name());
            keyRefused = true;
            fail(PUBLIC_KEY, false);
            return;
        }
        Identity proven = new Identity(
                offered.person(), offered.key(), offered.certificate(), valid.touch(), valid.pin(), offered.source());
        SignedLogin.keep(session, user, algorithm, blob, signature);
        if (proven.byCertificate()) {
            Certificate certificate = Certificate.parse(blob);
            Optional<Refusal> refusal = gatekeeper.proofRefusal(certificate, valid);
            if (refusal.isPresent()) {
                keys.refused(certificate, refusal.get());
                fail(afterRefusal(), false);
                return;
            }
            succeed(proven);
        } else if (proven.key().inAuthenticator() && !proven.touch()) {
            // As sshd has it: whoever can read the key's file could sign so, with nobody there.
            LOG.info(
                    "{} signed for {} without a touch",
                    source(),
                    proven.person().name());
            banner(Refusal.TOUCH_MISSING.sentence() + "\nhint: " + Refusal.TOUCH_MISSING.hint());
            keyRefused = true;
            fail(PUBLIC_KEY, false);
        } else if (gatekeeper.hasCertificate(proven.person(), proven.key())) {
            provenByPlainKey = proven;
            fail(AFTER_PLAIN_KEY, true);
        } else {
            succeed(proven);
        }
    }

    private void succeed(Identity identity) {
        deciding = true;
        admission
                .admit(session, user, identity)
                .thenAccept(beginning -> AuthMessages.later(session, () -> decided(identity, beginning)));
    }

    private void decided(Identity identity, Beginning beginning) throws Exception {
        switch (beginning) {
            case Beginning.Begun begun -> admitted(identity);
            case Beginning.Refused refused -> AuthMessages.refuse(session, admission.banner(refused.sentence()));
            case Beginning.Unproved missing -> {
                unproved = identity;
                // From here a person reads and types.
                session.resetAuthTimeout();
                deciding = false;
                banner(missing.sentence());
                fail(INTERACTIVE, true);
            }
        }
    }

    private void admitted(Identity identity) throws Exception {
        LOG.info(
                "{} is {} by {}",
                source(),
                identity.person().name(),
                identity.byCertificate() ? "certificate" : identity.key().fingerprint());
        session.signalAuthenticationSuccess(identity.person().name(), CONNECTION, new ByteArrayBuffer());
    }

    private void fail(String methods, boolean partial) throws Exception {
        AuthMessages.failure(session, methods, partial);
    }

    private void banner(String sentence) throws IOException {
        AuthMessages.banner(session, admission.banner(sentence));
    }

    private InetSocketAddress source() {
        return (InetSocketAddress) session.getIoSession().getRemoteAddress();
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
