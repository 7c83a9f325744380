package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;

/**
 * An OpenSSH certificate as PROTOCOL.certkeys and draft-ietf-sshm-cert describe it, of any key type that
 * {@link SshPublicKey} has.
 *
 * <p>Having one says only that its bytes are well formed and written in the one canonical way. Whether anything may be
 * done with it is for {@link CertificateChecker}; its signature has not been looked at. Immutable; equal when the
 * bytes are.
 */
public final class Certificate {
    /** What a blob may weigh, in bytes; the largest that OpenSSH accepts with 256 principals stays far below. */
    public static final int MAX_BYTES = 64 * 1024;

    static final String VERIFY_REQUIRED = "verify-required";
    static final String SOURCE_ADDRESS = "source-address";
    static final String NO_TOUCH_REQUIRED = "no-touch-required";

    /** Whom a certificate speaks of. */
    public enum Type {
        USER(1),
        HOST(2);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private final byte[] blob;
    private final CertificateBody body;
    private final byte[] signature;

    Certificate(CertificateBody body, byte[] signature) {
        this(
                new WireWriter().writeRaw(body.encode()).writeString(signature).toByteArray(),
                body,
                requireNonNull(signature, "signature is null"));
    }

    private Certificate(byte[] blob, CertificateBody body, byte[] signature) {
        this.blob = blob;
        this.body = body;
        this.signature = signature.clone();
    }

    /**
     * Reads a certificate from its wire format, to the last byte.
     *
     * @throws MalformedCertificateException if it is a plain key, of an unknown type, over {@link #MAX_BYTES}, has more
     *     than 256 principals, options unordered or twice, a signature key that is itself a certificate, or is not
     *     written in the one canonical way
     */
    public static Certificate parse(byte[] blob) throws MalformedCertificateException {
        requireNonNull(blob, "blob is null");
        if (blob.length > MAX_BYTES) {
            throw new MalformedCertificateException("the certificate has " + blob.length + " bytes, over " + MAX_BYTES);
        }
        try {
            WireReader reader = new WireReader(blob.clone());
            CertificateBody body = CertificateBody.read(reader);
            byte[] signature = reader.readString("the signature");
            reader.requireEnd("the certificate");
            return canonical(blob, new Certificate(body, signature));
        } catch (WireException e) {
            throw new MalformedCertificateException(e.getMessage(), e);
        }
    }

    /**
     * Reads {@code type base64 [comment]}, the content of a {@code -cert.pub} file.
     *
     * @throws MalformedCertificateException as {@link #parse}, and if the line names another type
     */
    public static Certificate parseLine(String line) throws MalformedCertificateException {
        KeyLine read;
        try {
            read = KeyLine.parse(line);
        } catch (WireException e) {
            throw new MalformedCertificateException(e.getMessage(), e);
        }
        Certificate certificate = parse(read.blob());
        if (!certificate.typeName().equals(read.type())) {
            throw new MalformedCertificateException(
                    "the line says another type than the certificate in it, \"" + certificate.typeName() + "\"");
        }
        return certificate;
    }

    /** Whether a key blob's type name is that of a certificate read here, without reading any further. */
    public static boolean isCertificate(byte[] blob) {
        try {
            return CertificateBody.isCertificateType(new WireReader(blob).readName("the type"));
        } catch (WireException e) {
            return false;
        }
    }

    /** The reader already refuses each second way of writing; this holds it to that, whatever is added to it. */
    private static Certificate canonical(byte[] blob, Certificate certificate) throws WireException {
        if (!Arrays.equals(blob, certificate.blob)) {
            throw new WireException("the certificate is not written in the canonical way");
        }
        return certificate;
    }

    /** The whole certificate, a fresh array. */
    public byte[] blob() {
        return blob.clone();
    }

    /** Such as {@code ssh-ed25519-cert-v01@openssh.com}; for RSA always {@code ssh-rsa-cert-v01@openssh.com}. */
    public String typeName() {
        return CertificateBody.typeName(body.subject());
    }

    /** The key that is certified. */
    public SshPublicKey subject() {
        return body.subject();
    }

    /** An unsigned number; 0 means not numbered. */
    public long serial() {
        return body.serial();
    }

    public Type type() {
        return body.type();
    }

    /** Free text of the authority's; of a strange certificate it may hold anything but NUL, so escape it for a log. */
    public String keyId() {
        return body.keyId();
    }

    public List<String> principals() {
        return body.principals();
    }

    /** The first second in which it is valid; {@link Instant#MAX} where the number is beyond what Java can say. */
    public Instant validAfter() {
        return instant(body.validAfter());
    }

    /** The first second in which it is no longer valid; {@link Instant#MAX} where it is valid for ever. */
    public Instant validBefore() {
        return instant(body.validBefore());
    }

    /** Values by name in bytewise order, an empty one for a flag; fresh arrays. */
    public SortedMap<String, byte[]> criticalOptions() {
        return body.criticalOptions().values();
    }

    /** Values by name in bytewise order, an empty one for a flag; fresh arrays. */
    public SortedMap<String, byte[]> extensions() {
        return body.extensions().values();
    }

    /** The key of the authority, as the certificate itself claims. */
    public SshPublicKey authority() {
        return body.authority();
    }

    /** Whether each signature by {@link #subject()} must prove that its authenticator verified the person (PIN). */
    public boolean verifyRequired() {
        return body.criticalOptions().hasFlag(VERIFY_REQUIRED);
    }

    /** Whether the authority lets signatures without a touch of the authenticator pass. */
    public boolean touchWaived() {
        return body.extensions().hasFlag(NO_TOUCH_REQUIRED);
    }

    /** One line for a {@code -cert.pub} file; a comment must be one line itself, and an empty one is left out. */
    public String line(String comment) {
        if (comment.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("comment is not one line");
        }
        String line = typeName() + " " + Base64.getEncoder().encodeToString(blob);
        return comment.isEmpty() ? line : line + " " + comment;
    }

    CertificateBody body() {
        return body;
    }

    /** What the authority signed: everything before the signature. */
    byte[] signedBytes() {
        return Arrays.copyOf(blob, blob.length - Integer.BYTES - signature.length);
    }

    byte[] signature() {
        return signature.clone();
    }

    private static Instant instant(long unsignedSeconds) {
        boolean beyond = unsignedSeconds < 0 || unsignedSeconds > Instant.MAX.getEpochSecond();
        return beyond ? Instant.MAX : Instant.ofEpochSecond(unsignedSeconds);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate certificate && Arrays.equals(blob, certificate.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    @Override
    public String toString() {
        return line("");
    }
}
