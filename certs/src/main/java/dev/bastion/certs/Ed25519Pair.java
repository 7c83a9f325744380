package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 key pair that belongs to no library: the 32-byte seed of RFC 8032 and what follows from it.
 *
 * <p>The public half is always computed from the seed, because signing with a public half that is not one's own gives
 * the seed away. Immutable and safe for use by many threads; {@link #toString} shows the public half alone.
 */
public final class Ed25519Pair implements SshSigner {
    private final byte[] seed;
    private final Ed25519Key key;
    private final byte[] publicKey;

    private Ed25519Pair(byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        this.key = new Ed25519Key(publicKey);
    }

    /** A new pair; about a tenth of a millisecond. */
    public static Ed25519Pair generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        requireNonNull(random, "random is null").nextBytes(seed);
        return new Ed25519Pair(seed);
    }

    /** The pair that a seed of 32 bytes makes. */
    public static Ed25519Pair ofSeed(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("seed has " + seed.length + " bytes, not 32");
        }
        return new Ed25519Pair(seed.clone());
    }

    /** The 32 secret bytes, a fresh array. */
    public byte[] seed() {
        return seed.clone();
    }

    /** The 32 public bytes, a fresh array. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public SshPublicKey sshKey() {
        return key;
    }

    /** The 64 bytes of RFC 8032, section 5.1.6, without any SSH wrapping. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The same as a signature of RFC 8709, section 6: the algorithm's name before it. */
    @Override
    public byte[] sshSignature(byte[] message) {
        return new WireWriter()
                .writeText(Ed25519Key.TYPE)
                .writeString(sign(message))
                .toByteArray();
    }

    /** The pair as the JDK's own keys, whatever other provider is registered. */
    public KeyPair jca() {
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519", "SunEC");
            return new KeyPair(
                    new Ed25519Key(publicKey).jca(),
                    factory.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519 of its own", e);
        }
    }

    @Override
    public String toString() {
        return key.line();
    }
}
