package dev.bastion.ssh;

import java.util.Map;
import org.apache.sshd.common.util.security.SecurityProviderChoice;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Tells MINA which provider computes what, once per process and before any of its cryptography is touched.
 *
 * <p>With BouncyCastle on the class path MINA would compute X25519, ECDH, ECDSA, RSA and SHA-2 in BouncyCastle's Java
 * code. The JDK's own providers use the processor's instructions for these; BouncyCastle keeps what only it has: Ed25519
 * in MINA's key shapes and the post-quantum key exchanges. Thread-safe: class initialisation does the work.
 */
final class MinaSecurity {
    private static final String PREFIX = "org.apache.sshd.security.provider.BC.";
    private static final Map<String, String> WHAT_BOUNCY_CASTLE_KEEPS = Map.of(
            "MessageDigest", "none",
            "KeyAgreement", "none",
            "Cipher", "none",
            "Mac", "none",
            "KeyPairGenerator", "Ed25519,EdDSA",
            "KeyFactory", "Ed25519,EdDSA",
            "Signature", "Ed25519,EdDSA");

    static {
        WHAT_BOUNCY_CASTLE_KEEPS.forEach((kind, value) -> {
            if (System.getProperty(PREFIX + kind) == null) {
                System.setProperty(PREFIX + kind, value);
            }
        });
        if (!SecurityUtils.isBouncyCastleRegistered()) {
            throw new IllegalStateException("BouncyCastle is not on the class path: Ed25519 keys cannot be used");
        }
        // Registering BouncyCastle also makes it the default choice for everything; take that back.
        SecurityUtils.setDefaultProviderChoice(SecurityProviderChoice.EMPTY);
    }

    private MinaSecurity() {}

    /** Makes sure that the choice is made; calling it again changes nothing. */
    static void install() {
        // The static initialiser has run by now.
    }
}
