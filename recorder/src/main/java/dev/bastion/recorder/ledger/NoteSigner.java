package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/**
 * Signs notes with one Ed25519 key under one name (c2sp.org/signed-note). Immutable, for use by many threads.
 */
public final class NoteSigner {

    /** A private key that somebody else holds: the 64 bytes of RFC 8032, section 5.1.6, for a message. */
    @FunctionalInterface
    public interface Ed25519 {
        byte[] sign(byte[] message);
    }

    private final Ed25519 key;
    private final NoteVerifier verifier;

    /**
     * Signs with this pair.
     *
     * @throws IllegalArgumentException when the two keys are not a pair, or not Ed25519: found here, before anything
     *     is signed that nobody can verify
     */
    public NoteSigner(String name, PrivateKey key, PublicKey publicKey) {
        this(name, message -> signature(requireNonNull(key, "key is null"), message), publicKey);
    }

    /**
     * Signs with a key that is somewhere else, or by other code than the JDK's, whose Ed25519 is slow at it.
     *
     * @throws IllegalArgumentException as above
     */
    public NoteSigner(String name, Ed25519 key, PublicKey publicKey) {
        this.key = requireNonNull(key, "key is null");
        this.verifier = new NoteVerifier(name, publicKey);
        if (!verifier.signed(sign("are these two a pair\n"))) {
            throw new IllegalArgumentException("the private and the public key of '" + name + "' are not a pair");
        }
    }

    /** The other half, for whoever checks. */
    public NoteVerifier verifier() {
        return verifier;
    }

    /** The text with this key's signature under it. */
    public SignedNote sign(String text) {
        var bytes = key.sign(text.getBytes(StandardCharsets.UTF_8));
        var line = new NoteSignature(
                verifier.name(), verifier.keyId(), Base64.getEncoder().encodeToString(bytes));
        return new SignedNote(text, List.of(line));
    }

    private static byte[] signature(PrivateKey key, byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the private key does not sign with Ed25519", e);
        }
    }
}
