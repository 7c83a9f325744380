package dev.bastion.certs;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that stand before a signature (RFC 8709, RFC 5656, RFC 8332, PROTOCOL.u2f). SHA-1's {@code ssh-rsa} is not
 * one of them, nor is {@code webauthn-sk-ecdsa}, whose signatures come from browsers.
 */
enum SignatureAlgorithm {
    ED25519("ssh-ed25519", "ssh-ed25519"),
    ECDSA_NISTP256("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256"),
    ECDSA_NISTP384("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384"),
    ECDSA_NISTP521("ecdsa-sha2-nistp521", "ecdsa-sha2-nistp521"),
    RSA_SHA2_256("rsa-sha2-256", RsaKey.TYPE),
    RSA_SHA2_512("rsa-sha2-512", RsaKey.TYPE),
    SK_ED25519(SkEd25519Key.TYPE, SkEd25519Key.TYPE),
    SK_ECDSA(SkEcdsaKey.TYPE, SkEcdsaKey.TYPE);

    private static final String CERTIFICATE_SUFFIX = "-cert-v01@openssh.com";
    private static final String SECURITY_KEY_SUFFIX = "@openssh.com";

    private final String word;
    private final String keyType;

    SignatureAlgorithm(String word, String keyType) {
        this.word = word;
        this.keyType = keyType;
    }

    String word() {
        return word;
    }

    boolean fits(SshPublicKey key) {
        return key.type().equals(keyType);
    }

    /** Whether a user authentication request may name this algorithm so and carry a key blob of that type. */
    boolean fits(String requestName, String blobType) {
        return (word.equals(requestName) && keyType.equals(blobType))
                || (certificateName().equals(requestName) && CertificateBody.certifies(blobType, keyType));
    }

    /** By the name in front of a signature. */
    static Optional<SignatureAlgorithm> of(String word) {
        return Stream.of(values()).filter(a -> a.word.equals(word)).findFirst();
    }

    /** By the name in a user authentication request, which for a certificate is another than its signature's. */
    static Optional<SignatureAlgorithm> ofRequest(String name) {
        return Stream.of(values())
                .filter(a -> a.word.equals(name) || a.certificateName().equals(name))
                .findFirst();
    }

    static Set<String> words() {
        return Stream.of(values()).map(SignatureAlgorithm::word).collect(Collectors.toUnmodifiableSet());
    }

    private String certificateName() {
        String stem = word.endsWith(SECURITY_KEY_SUFFIX)
                ? word.substring(0, word.length() - SECURITY_KEY_SUFFIX.length())
                : word;
        return stem + CERTIFICATE_SUFFIX;
    }
}
