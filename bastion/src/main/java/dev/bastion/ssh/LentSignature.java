package dev.bastion.ssh;

import dev.bastion.certs.ApprovalProof;
import dev.bastion.config.PolicySignatures;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * What a host may not have signed by an agent that it is lent: what speaks for the person at the bastion itself. That is a
 * login here, which begins with the identifier of its connection (RFC 4252 section 7), and a signed approval or policy, which
 * names its namespace (OpenSSH's PROTOCOL.sshsig). A login at another bastion of the same store cannot be told from one
 * anywhere else.
 */
final class LentSignature {
    /** A hash of the key exchange, or the preamble and namespace of a signature: all that is looked at is within these. */
    private static final int LOOKED_AT = 256;

    private static final byte[] PREAMBLE = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final Set<ByteBuffer> NAMESPACES =
            Set.of(ascii(ApprovalProof.NAMESPACE), ascii(PolicySignatures.NAMESPACE));

    private final OpenLogins logins;

    LentSignature(OpenLogins logins) {
        this.logins = logins;
    }

    /**
     * Why that is not signed for a host; empty where it may be.
     *
     * @param data what is to be signed, or as much of it as was kept
     * @param length how long the whole is
     */
    Optional<String> refusal(ByteBuffer data, int length) {
        if (data.remaining() < Math.min(length, LOOKED_AT)) {
            return Optional.of("the host hid what the agent was to sign behind an endless key");
        }
        if (data.remaining() >= PREAMBLE.length
                && data.slice(data.position(), PREAMBLE.length).equals(ByteBuffer.wrap(PREAMBLE))) {
            return string(data.slice().position(PREAMBLE.length))
                    .filter(NAMESPACES::contains)
                    .map(namespace -> "the host asked the agent to sign for the bastion");
        }
        return string(data.slice())
                .filter(logins::has)
                .map(identifier -> "the host asked the agent for a login at the bastion");
    }

    private static Optional<ByteBuffer> string(ByteBuffer data) {
        try {
            return Optional.of(data.slice(data.position() + Integer.BYTES, data.getInt(data.position())));
        } catch (IndexOutOfBoundsException | BufferUnderflowException none) {
            return Optional.empty();
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
