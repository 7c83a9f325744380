package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.util.Base64;

/**
 * A plain SSH public key of a type that OpenSSH 9 and 10 write and this bastion accepts: Ed25519 (RFC 8709), ECDSA on
 * three NIST curves (RFC 5656), RSA (RFC 4253, section 6.6) and the two security-key types of OpenSSH's PROTOCOL.u2f.
 *
 * <p>A key that exists is a sound one: its point lies on its curve and is not of small order, its modulus is neither
 * too short nor too long. Equal keys have equal blobs and the other way round. Immutable.
 */
public sealed interface SshPublicKey permits Ed25519Key, EcdsaKey, RsaKey, SkEd25519Key, SkEcdsaKey {

    /** The name that opens the blob, such as {@code ssh-ed25519}. */
    String type();

    /** Whether it lives in an authenticator, which tells with each signature whether somebody touched it. */
    default boolean inAuthenticator() {
        return switch (this) {
            case SkEd25519Key k -> true;
            case SkEcdsaKey k -> true;
            case Ed25519Key k -> false;
            case EcdsaKey k -> false;
            case RsaKey k -> false;
        };
    }

    /** The key in SSH wire format, a fresh array. */
    default byte[] blob() {
        WireWriter writer = new WireWriter().writeText(type());
        KeyFields.write(this, writer);
        return writer.toByteArray();
    }

    /** {@code SHA256:} and unpadded base64, as {@code ssh-keygen -l} prints it. */
    default String fingerprint() {
        byte[] digest = Sha256.digest(blob());
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    /** Type and base64, one line of {@code authorized_keys} without options or comment. */
    default String line() {
        return type() + " " + Base64.getEncoder().encodeToString(blob());
    }

    /** The name that {@code ssh-keygen} gives a file with a key of this type, beside which its certificate belongs. */
    default String usualFile() {
        return switch (this) {
            case Ed25519Key key -> "id_ed25519";
            case EcdsaKey key -> "id_ecdsa";
            case RsaKey key -> "id_rsa";
            case SkEd25519Key key -> "id_ed25519_sk";
            case SkEcdsaKey key -> "id_ecdsa_sk";
        };
    }

    /**
     * Reads a key from its wire format, to the last byte.
     *
     * @throws MalformedKeyException if it is of another type, a certificate, unsound, or not written in the one
     *     canonical way
     */
    static SshPublicKey parse(byte[] blob) throws MalformedKeyException {
        requireNonNull(blob, "blob is null");
        try {
            WireReader reader = new WireReader(blob);
            SshPublicKey key = KeyFields.readKey(reader);
            reader.requireEnd("the key");
            return key;
        } catch (WireException e) {
            throw new MalformedKeyException(e.getMessage(), e);
        }
    }

    /**
     * Reads {@code type base64 [comment]}, the content of a {@code .pub} file; options before the type are not taken.
     *
     * @throws MalformedKeyException as {@link #parse}, and if the type before the base64 differs from the one in it
     */
    static SshPublicKey parseLine(String line) throws MalformedKeyException {
        KeyLine read;
        try {
            read = KeyLine.parse(line);
        } catch (WireException e) {
            throw new MalformedKeyException(e.getMessage(), e);
        }
        SshPublicKey key = parse(read.blob());
        if (!key.type().equals(read.type())) {
            throw new MalformedKeyException("the line says another type than the key in it, \"" + key.type() + "\"");
        }
        return key;
    }
}
