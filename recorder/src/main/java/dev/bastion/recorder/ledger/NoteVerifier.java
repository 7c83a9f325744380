package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Says whether a note was signed by one Ed25519 key that is trusted under a name (c2sp.org/signed-note, key type
 * 0x01). Immutable, for use by many threads.
 */
public final class NoteVerifier {

    private static final byte ED25519 = 0x01;
    private static final int KEY_BYTES = 32;
    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final PublicKey key;
    private final byte[] typedKey;
    private final int keyId;

    /** Trusts this Ed25519 key under this name. */
    public NoteVerifier(String name, PublicKey key) {
        NoteSignature.checkName(name);
        this.name = name;
        this.key = requireNonNull(key, "key is null");
        this.typedKey = typed(key);
        this.keyId = keyId(name, typedKey);
    }

    /** Reads the text form {@code name+keyid+base64}, in which keys are handed to auditors. */
    public static NoteVerifier parse(String vkey) throws MalformedNoteException {
        var parts = requireNonNull(vkey, "vkey is null").split("\\+", 3);
        try {
            if (parts.length != 3) {
                throw new IllegalArgumentException("it is not name, key ID and key, joined by plus signs");
            }
            var typed = Base64.getDecoder().decode(parts[2]);
            if (typed.length != KEY_BYTES + 1 || typed[0] != ED25519) {
                throw new IllegalArgumentException("it is not an Ed25519 key");
            }
            var verifier = new NoteVerifier(parts[0], publicKey(Arrays.copyOfRange(typed, 1, typed.length)));
            if (HexFormat.fromHexDigits(parts[1]) != verifier.keyId) {
                throw new IllegalArgumentException("its key ID is not that of its name and key");
            }
            return verifier;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new MalformedNoteException("a verifier key is malformed: " + e.getMessage(), e);
        }
    }

    /** The text form of this key. */
    public String vkey() {
        return name
                + '+'
                + HexFormat.of().toHexDigits(keyId)
                + '+'
                + Base64.getEncoder().encodeToString(typedKey);
    }

    /** The name under which the key is trusted. */
    public String name() {
        return name;
    }

    int keyId() {
        return keyId;
    }

    /**
     * Whether this key signed the note. Other keys' lines say nothing; one line of this key that does not verify
     * spoils the note, whatever other lines say.
     */
    public boolean signed(SignedNote note) {
        var mine = note.signatures().stream()
                .filter(line -> line.keyId() == keyId && line.name().equals(name))
                .toList();
        return !mine.isEmpty() && mine.stream().allMatch(line -> verifies(note.signedBytes(), line.signature()));
    }

    private boolean verifies(byte[] message, byte[] bytes) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            // A signature of a wrong length or shape is no signature.
            return false;
        }
    }

    private static byte[] typed(PublicKey key) {
        var encoded = key.getEncoded();
        int prefix = X509_PREFIX.length;
        if (encoded == null
                || encoded.length != prefix + KEY_BYTES
                || !Arrays.equals(encoded, 0, prefix, X509_PREFIX, 0, prefix)) {
            throw new IllegalArgumentException("not an Ed25519 key: " + key.getAlgorithm());
        }
        var typed = new byte[KEY_BYTES + 1];
        typed[0] = ED25519;
        System.arraycopy(encoded, prefix, typed, 1, KEY_BYTES);
        return typed;
    }

    private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
        var encoded = ByteBuffer.allocate(X509_PREFIX.length + raw.length)
                .put(X509_PREFIX)
                .put(raw)
                .array();
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static int keyId(String name, byte[] typedKey) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return ByteBuffer.wrap(digest.digest(typedKey)).getInt();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
