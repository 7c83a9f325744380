package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SignatureReading.Invalid;
import dev.bastion.certs.SignatureReading.Valid;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies signatures in SSH's own format, those of user authentication and those of authorities.
 *
 * <p>Nothing that a peer can send makes it throw. ECDSA and RSA are the JDK's, named by provider, and Ed25519 is
 * BouncyCastle's plain arithmetic, so that registering a provider changes nothing. Stateless and safe for use by many
 * threads; one call takes between a tenth of a millisecond and, for 16384-bit RSA, a few.
 */
public final class SignatureVerifier {
    /** The names of all algorithms that can be verified here, none of them with SHA-1. */
    public static final Set<String> ALGORITHMS = SignatureAlgorithm.words();

    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;

    private SignatureVerifier() {}

    /**
     * Verifies one signature.
     *
     * @param algorithm the name from the authentication request: a plain one such as {@code rsa-sha2-512}, or that of
     *     a certificate, {@code rsa-sha2-512-cert-v01@openssh.com}; it must fit the key, and the signature must say the
     *     same
     * @param message the bytes that were signed; an authenticator signs their digest, which is seen to here
     * @param signature the blob with the algorithm's name in front
     * @param allowed plain names of algorithms that may be used, mostly {@link #ALGORITHMS}
     */
    public static SignatureReading verify(
            SshPublicKey key, String algorithm, byte[] message, byte[] signature, Set<String> allowed) {
        requireNonNull(key, "key is null");
        requireNonNull(message, "message is null");
        Optional<SignatureAlgorithm> asked = SignatureAlgorithm.ofRequest(algorithm);
        if (asked.isEmpty() || !allowed.contains(asked.get().word())) {
            return new Invalid("the algorithm is not allowed");
        }
        if (!asked.get().fits(key)) {
            return new Invalid("the algorithm is not one of the key's");
        }
        try {
            WireReader reader = new WireReader(signature);
            if (!reader.readName("the signature's algorithm").equals(asked.get().word())) {
                return new Invalid("the signature is of another algorithm than was announced");
            }
            return verify(key, asked.get(), message, reader);
        } catch (WireException | GeneralSecurityException | ProviderException e) {
            return new Invalid("the signature is malformed");
        }
    }

    /**
     * Whether a user authentication request that names this algorithm may carry this key blob: a certificate goes with
     * a certificate's algorithm and a plain key with a plain one, both of the same key type (RFC 4252, section 7; sshd
     * compares them in {@code auth2-pubkey.c}).
     */
    public static boolean fits(String algorithm, byte[] keyBlob) {
        try {
            String type = new WireReader(keyBlob).readName("the key type");
            return SignatureAlgorithm.ofRequest(algorithm)
                    .filter(a -> a.fits(algorithm, type))
                    .isPresent();
        } catch (WireException e) {
            return false;
        }
    }

    /** The algorithm's name in front of a signature, empty if it is none of {@link #ALGORITHMS}. */
    public static Optional<String> algorithm(byte[] signature) {
        try {
            String word = new WireReader(signature).readName("the signature's algorithm");
            return SignatureAlgorithm.of(word).map(SignatureAlgorithm::word);
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    private static SignatureReading verify(
            SshPublicKey key, SignatureAlgorithm algorithm, byte[] message, WireReader reader)
            throws WireException, GeneralSecurityException {
        byte[] content = reader.readString("the signature");
        return switch (key) {
            case SkEd25519Key sk -> authenticator(sk.key(), sk.application(), message, content, reader);
            case SkEcdsaKey sk -> authenticator(sk.key(), sk.application(), message, content, reader);
            case Ed25519Key k -> plain(k.verify(message, content), reader);
            case EcdsaKey k -> plain(ecdsa(k, message, content), reader);
            case RsaKey k -> plain(rsa(k, algorithm, message, content), reader);
        };
    }

    private static SignatureReading plain(boolean verified, WireReader reader) throws WireException {
        reader.requireEnd("the signature");
        return reading(verified, false, false);
    }

    /** PROTOCOL.u2f: the authenticator signs its own view of things, with the message only as a digest in it. */
    private static SignatureReading authenticator(
            SshPublicKey key, String application, byte[] message, byte[] content, WireReader reader)
            throws WireException, GeneralSecurityException {
        int flags = reader.readByte("the flags");
        long counter = reader.readUint32("the counter");
        reader.requireEnd("the signature");
        byte[] signed = new WireWriter()
                .writeRaw(KeyFields.applicationHash(application))
                .writeByte(flags)
                .writeUint32(counter)
                .writeRaw(Sha256.digest(message))
                .toByteArray();
        boolean verified = switch (key) {
            case Ed25519Key k -> k.verify(signed, content);
            case EcdsaKey k -> ecdsa(k, signed, content);
            default -> throw new IllegalStateException(key.type() + " is no authenticator's key");
        };
        return reading(verified, (flags & USER_PRESENT) != 0, (flags & USER_VERIFIED) != 0);
    }

    private static SignatureReading reading(boolean verified, boolean touch, boolean pin) {
        return verified ? new Valid(touch, pin) : new Invalid("the signature does not match key and message");
    }

    private static boolean ecdsa(EcdsaKey key, byte[] message, byte[] content)
            throws WireException, GeneralSecurityException {
        WireReader reader = new WireReader(content);
        BigInteger r = reader.readMpint("r");
        BigInteger s = reader.readMpint("s");
        reader.requireEnd("the signature's numbers");
        BigInteger order = key.curve().order();
        // Zeros once verified anything in the JDK (CVE-2022-21449), so the range is not left to it.
        if (r.signum() == 0 || s.signum() == 0 || r.compareTo(order) >= 0 || s.compareTo(order) >= 0) {
            return false;
        }
        int size = (order.bitLength() + 7) / 8;
        byte[] both = new byte[2 * size];
        FixedLength.put(r, both, 0, size);
        FixedLength.put(s, both, size, size);
        PublicKey jca = KeyFactory.getInstance("EC", "SunEC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(key.x(), key.y()), key.curve().parameters()));
        return verify(Signature.getInstance(key.curve().signature(), "SunEC"), jca, message, both);
    }

    private static boolean rsa(RsaKey key, SignatureAlgorithm algorithm, byte[] message, byte[] content)
            throws GeneralSecurityException {
        int size = (key.bits() + 7) / 8;
        if (content.length > size) {
            return false;
        }
        // Some clients drop leading zeros, and OpenSSH puts them back (ssh-rsa.c); the JDK wants all of them.
        byte[] padded =
                ByteBuffer.allocate(size).put(size - content.length, content).array();
        PublicKey jca = KeyFactory.getInstance("RSA", "SunRsaSign")
                .generatePublic(new RSAPublicKeySpec(key.modulus(), key.exponent()));
        String name = algorithm == SignatureAlgorithm.RSA_SHA2_256 ? "SHA256withRSA" : "SHA512withRSA";
        return verify(Signature.getInstance(name, "SunRsaSign"), jca, message, padded);
    }

    private static boolean verify(Signature verifier, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }
}
