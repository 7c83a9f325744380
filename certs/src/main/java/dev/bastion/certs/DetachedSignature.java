package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SignatureReading.Invalid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A signature beside what it signs, as {@code ssh-keygen -Y sign} makes it (OpenSSH: PROTOCOL.sshsig, version 1).
 *
 * <p>It says for which purpose it was made, its namespace, so that one for a mail opens nothing here. It says with which key,
 * and that is a claim like any other: whoever verifies must know the key. Read strictly: at most {@value #LIMIT}
 * characters, SHA-256 or SHA-512, nothing in the field that is reserved, a plain key (a certificate is refused). Immutable.
 */
public final class DetachedSignature {
    /** The longest text that is read; the largest RSA signature with its key takes a third of it. */
    public static final int LIMIT = 16 * 1024;

    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    private final SshPublicKey key;
    private final String namespace;
    private final SignedDigest digest;
    private final byte[] signature;

    DetachedSignature(SshPublicKey key, String namespace, SignedDigest digest, byte[] signature) {
        this.key = requireNonNull(key, "key is null");
        this.namespace = requireNonNull(namespace, "namespace is null");
        this.digest = requireNonNull(digest, "digest is null");
        this.signature = signature.clone();
    }

    /**
     * Reads the content of a {@code .sig} file.
     *
     * @throws MalformedSignatureException if it is anything but one signature in its one canonical form
     */
    public static DetachedSignature parse(String armoured) throws MalformedSignatureException {
        requireNonNull(armoured, "armoured is null");
        if (armoured.length() > LIMIT) {
            throw new MalformedSignatureException(
                    "the text has " + armoured.length() + " characters, more than any signature needs");
        }
        try {
            return read(Armour.read(armoured));
        } catch (WireException e) {
            throw new MalformedSignatureException(e.getMessage(), e);
        }
    }

    private static DetachedSignature read(byte[] blob) throws WireException {
        if (blob.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(blob, MAGIC.length))) {
            throw new WireException("this is no signature of ssh-keygen -Y");
        }
        WireReader reader = new WireReader(Arrays.copyOfRange(blob, MAGIC.length, blob.length));
        long version = reader.readUint32("the version");
        if (version != VERSION) {
            throw new WireException("the signature is of version " + version + ", and version 1 is read here");
        }
        WireReader key = reader.readNested("the key");
        SshPublicKey signer = KeyFields.readKey(key);
        key.requireEnd("the key");
        String namespace = reader.readName("the namespace");
        if (reader.readString("the reserved field").length > 0) {
            throw new WireException("the reserved field holds something");
        }
        SignedDigest digest = digest(reader.readName("the digest"));
        byte[] signature = reader.readString("the signature");
        reader.requireEnd("the signature");
        return new DetachedSignature(signer, namespace, digest, signature);
    }

    private static SignedDigest digest(String word) throws WireException {
        return SignedDigest.of(word)
                .orElseThrow(() -> new WireException("the digest \"" + word + "\" is neither sha256 nor sha512"));
    }

    /** The text, as {@code ssh-keygen -Y verify} reads it. */
    public String armoured() {
        return Armour.write(new WireWriter()
                .writeRaw(MAGIC)
                .writeUint32(VERSION)
                .writeString(key.blob())
                .writeText(namespace)
                .writeText("")
                .writeText(digest.word())
                .writeString(signature)
                .toByteArray());
    }

    /** The key that it says it was made with. */
    public SshPublicKey key() {
        return key;
    }

    /** For what it was made: printable ASCII without blanks, at most 64 characters. */
    public String namespace() {
        return namespace;
    }

    /** Whether its key signed exactly these bytes for exactly that purpose; with RSA, by SHA-2 alone. */
    public SignatureReading verify(byte[] message, String purpose) {
        requireNonNull(message, "message is null");
        if (!namespace.equals(purpose)) {
            return new Invalid("the signature is for another namespace");
        }
        return SignatureVerifier.algorithm(signature)
                .map(algorithm -> SignatureVerifier.verify(
                        key, algorithm, signed(namespace, digest, message), signature, SignatureVerifier.ALGORITHMS))
                .orElseGet(() -> new Invalid("the signature is of an algorithm that is not taken here"));
    }

    /** What is signed in the place of the message: namespace and digest with the message's digest. */
    static byte[] signed(String namespace, SignedDigest digest, byte[] message) {
        return new WireWriter()
                .writeRaw(MAGIC)
                .writeText(namespace)
                .writeText("")
                .writeText(digest.word())
                .writeString(digest.of(message))
                .toByteArray();
    }
}
