package dev.bastion.ssh;

import dev.bastion.certs.ApprovalProof;
import dev.bastion.certs.MalformedSignatureException;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/**
 * What somebody signed by logging in as {@code approve+DIGEST}: the client's signature covers the user name, so that it is
 * a yes to the request with that digest, which others than this bastion can verify. Stateless.
 */
final class SignedLogin {
    private static final AttributeKey<String> PROOF = new AttributeKey<>();

    private SignedLogin() {}

    /** Keeps the signature of a login with such a name; a later one of the same connection takes its place. */
    static void keep(Session session, String user, String algorithm, byte[] blob, byte[] signature)
            throws MalformedSignatureException {
        if (user.startsWith(ApprovalProof.USER_PREFIX)) {
            session.setAttribute(
                    PROOF,
                    new ApprovalProof.OnConnection(session.getSessionId(), user, algorithm, blob, signature).text());
        }
    }

    static Optional<String> of(Session session) {
        return Optional.ofNullable(session.getAttribute(PROOF));
    }
}
