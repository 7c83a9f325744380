package dev.bastion.factor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that lie where others may come by them: AES-256-GCM (NIST SP 800-38D) under a key that is not there, bound to the person
 * whose secret it is, so that nobody's can be laid in another's place. Thread-safe.
 */
public final class SecretSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String FACTORS = "second-factor secrets, version 1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /** For second factors, with a key made from 32 secret bytes for this use alone. */
    public SecretSeal(byte[] secret, SecureRandom random) {
        this(secret, FACTORS, random);
    }

    /**
     * With a key made from 32 secret bytes for one use alone.
     *
     * @param use the words that no other use has
     */
    public SecretSeal(byte[] secret, String use, SecureRandom random) {
        this.key = new SecretKeySpec(derived(secret, use.getBytes(UTF_8)), "AES");
        this.random = requireNonNull(random, "random is null");
    }

    /** Base64 of nonce, ciphertext and tag. */
    public String seal(String person, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, person, nonce, 0).doFinal(secret);
            byte[] all = new byte[NONCE_BYTES + sealed.length];
            System.arraycopy(nonce, 0, all, 0, NONCE_BYTES);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** What was sealed for that person; nothing when it was not, or not under this key. */
    public Optional<byte[]> open(String person, String sealed) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            if (all.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, person, all, 0);
            return Optional.of(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String person, byte[] nonce, int from) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE_BYTES));
        cipher.updateAAD(person.getBytes(UTF_8));
        return cipher;
    }

    /** One block of HKDF's expansion (RFC 5869) is as long as the key. */
    private static byte[] derived(byte[] secret, byte[] use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(requireNonNull(secret, "secret is null"), "HmacSHA256"));
            mac.update(use);
            return mac.doFinal(new byte[] {1});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
