package dev.bastion.ssh;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Onward;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientUserAuthService;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The onward login in one request: the certificate with its signature at once (RFC 4252, section 7), and nothing after it.
 *
 * <p>MINA asks first with {@code none} and then whether the key would do. Each costs a round trip, and OpenSSH answers the
 * question no sooner than 5 to 9 ms after it came, because it grants nothing yet. There is one key and it is the right one
 * or none is; it has a certificate by each key of the target authority that the target may know, mostly one. A target that takes no certificate is talked to by an {@link OnwardDialogue}.
 *
 * <p>Used by the session's I/O thread, one message at a time.
 */
final class OnwardAuth extends ClientUserAuthService {
    private static final String METHOD = "publickey";
    private static final int REQUEST_BYTES = 2048;

    private OnwardDialogue dialogue;
    private String service;
    private int shown;

    private OnwardAuth(Session session) {
        super(session);
    }

    static ClientUserAuthServiceFactory factory() {
        return new ClientUserAuthServiceFactory() {
            @Override
            public Service create(Session session) throws IOException {
                return new OnwardAuth(session);
            }
        };
    }

    @Override
    protected IoWriteFuture sendInitialAuthRequest(ClientSession session, String service) throws IOException {
        this.service = service;
        return switch (((OnwardSession) session).login()) {
            case null -> super.sendInitialAuthRequest(session, service);
            case OnwardLogin.Certified certified -> show(session, certified.credentials());
            case OnwardLogin.Key key -> {
                dialogue = new KeyDialogue((OnwardSession) session, service, key.pair());
                yield dialogue.begin();
            }
            case OnwardLogin.Password password -> {
                dialogue = new PasswordDialogue((OnwardSession) session, service, password.secret());
                yield dialogue.begin();
            }
        };
    }

    @Override
    protected void processUserAuth(int message, Buffer packet, AuthFuture future) throws Exception {
        OnwardSession session = (OnwardSession) getClientSession();
        if (message == SshConstants.SSH_MSG_USERAUTH_SUCCESS) {
            session.accepted(shown);
        }
        // While the target authority's key is being changed, the next certificate follows the one that was refused.
        if (message == SshConstants.SSH_MSG_USERAUTH_FAILURE
                && session.login() instanceof OnwardLogin.Certified certified
                && shown + 1 < certified.credentials().certificates().size()
                && !future.isCanceled()) {
            shown++;
            show(session, certified.credentials());
            return;
        }
        if (dialogue == null || message == SshConstants.SSH_MSG_USERAUTH_SUCCESS) {
            super.processUserAuth(message, packet, future);
            return;
        }
        try {
            dialogue.answered(message, packet);
        } catch (OnwardDialogue.RefusedException refused) {
            future.setException(new SshException(
                    SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, refused.getMessage()));
        }
    }

    private IoWriteFuture show(ClientSession session, Onward credentials) throws IOException {
        Certificate certificate = credentials.certificates().get(shown);
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, REQUEST_BYTES);
        putRequest(request, session.getUsername(), service, certificate);
        request.putBytes(credentials.key().sshSignature(signedBytes(session, service, certificate)));
        return session.writePacket(request);
    }

    private static byte[] signedBytes(ClientSession session, String service, Certificate certificate) {
        Buffer signed = new ByteArrayBuffer(REQUEST_BYTES, false);
        signed.putBytes(session.getSessionId());
        signed.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        putRequest(signed, session.getUsername(), service, certificate);
        return signed.getCompactData();
    }

    private static void putRequest(Buffer to, String login, String service, Certificate certificate) {
        to.putString(login, StandardCharsets.UTF_8);
        to.putString(service);
        to.putString(METHOD);
        to.putBoolean(true);
        to.putString(certificate.typeName());
        to.putBytes(certificate.blob());
    }
}
