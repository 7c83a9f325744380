package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A signature of an approver's own key over the text of a request, as it is kept and handed on. There are two: one that
 * {@code ssh-keygen -Y sign} made beside the text, and that of an ssh connection whose user name is {@code
 * approve+DIGEST}, since what a client signs to log in covers the user name (RFC 4252, section 7). Immutable.
 */
public sealed interface ApprovalProof {
    /** For what {@code ssh-keygen -Y sign -n} is asked. */
    String NAMESPACE = "bastion-approval";

    /** What a user name begins with that approves. */
    String USER_PREFIX = "approve+";

    /** The longest text that is read. */
    int LIMIT = 2 * DetachedSignature.LIMIT;

    /** The key that it says it was made with. Whose that is, whoever asks must know. */
    SshPublicKey key();

    /** Whether that key signed exactly this request. */
    SignatureReading verify(byte[] request);

    /** The same as one text, which {@link #parse} reads. */
    String text();

    /** Made beside the text. */
    record Beside(DetachedSignature signature) implements ApprovalProof {
        public Beside {
            requireNonNull(signature, "signature is null");
        }

        @Override
        public SshPublicKey key() {
            return signature.key();
        }

        @Override
        public SignatureReading verify(byte[] request) {
            return signature.verify(request, NAMESPACE);
        }

        @Override
        public String text() {
            return signature.armoured();
        }
    }

    /** Made by logging in. */
    final class OnConnection implements ApprovalProof {
        private static final String WORD = "ssh-userauth ";
        private static final int USERAUTH_REQUEST = 50;

        private final byte[] sessionId;
        private final String user;
        private final String algorithm;
        private final byte[] blob;
        private final byte[] signature;
        private final SshPublicKey key;

        /**
         * One that a connection showed.
         *
         * @param sessionId of the connection's first key exchange
         * @param user the user name, which names the digest of the request
         * @param algorithm as the client named it
         * @param blob the key, or a certificate of it
         * @param signature as the client sent it
         * @throws MalformedSignatureException if the blob is neither a key nor a certificate that is read here
         */
        public OnConnection(byte[] sessionId, String user, String algorithm, byte[] blob, byte[] signature)
                throws MalformedSignatureException {
            this.sessionId = sessionId.clone();
            this.user = requireNonNull(user, "user is null");
            this.algorithm = requireNonNull(algorithm, "algorithm is null");
            this.blob = blob.clone();
            this.signature = signature.clone();
            try {
                this.key = Certificate.isCertificate(blob)
                        ? Certificate.parse(blob).subject()
                        : SshPublicKey.parse(blob);
            } catch (MalformedKeyException | MalformedCertificateException e) {
                throw new MalformedSignatureException(e.getMessage(), e);
            }
        }

        @Override
        public SshPublicKey key() {
            return key;
        }

        @Override
        public SignatureReading verify(byte[] request) {
            if (!user.equals(USER_PREFIX + HexFormat.of().formatHex(Sha256.digest(request)))) {
                return new SignatureReading.Invalid("the signature is for another request");
            }
            byte[] signed = new WireWriter()
                    .writeString(sessionId)
                    .writeRaw(new byte[] {USERAUTH_REQUEST})
                    .writeText(user)
                    .writeText("ssh-connection")
                    .writeText("publickey")
                    .writeRaw(new byte[] {1})
                    .writeText(algorithm)
                    .writeString(blob)
                    .toByteArray();
            return SignatureVerifier.fits(algorithm, blob)
                    ? SignatureVerifier.verify(key, algorithm, signed, signature, SignatureVerifier.ALGORITHMS)
                    : new SignatureReading.Invalid("the algorithm is not one of the key's");
        }

        @Override
        public String text() {
            return WORD
                    + Base64.getEncoder()
                            .encodeToString(new WireWriter()
                                    .writeString(sessionId)
                                    .writeText(user)
                                    .writeText(algorithm)
                                    .writeString(blob)
                                    .writeString(signature)
                                    .toByteArray());
        }

        private static OnConnection read(String text) throws MalformedSignatureException {
            try {
                WireReader reader = new WireReader(Base64.getDecoder().decode(text.substring(WORD.length())));
                OnConnection read = new OnConnection(
                        reader.readString("the session identifier"),
                        reader.readText("the user name"),
                        reader.readText("the algorithm"),
                        reader.readString("the key"),
                        reader.readString("the signature"));
                reader.requireEnd("the proof");
                return read;
            } catch (WireException | IllegalArgumentException e) {
                throw new MalformedSignatureException("this is no signature of a connection", e);
            }
        }
    }

    /** The digest of a request's text, as a user name has it. */
    static String digest(String request) {
        return HexFormat.of().formatHex(Sha256.digest(request.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads either.
     *
     * @throws MalformedSignatureException if it is neither
     */
    static ApprovalProof parse(String text) throws MalformedSignatureException {
        if (text.length() > LIMIT) {
            throw new MalformedSignatureException("the text has " + text.length() + " characters, more than any proof");
        }
        return text.startsWith(OnConnection.WORD) ? OnConnection.read(text) : new Beside(DetachedSignature.parse(text));
    }
}
