package dev.bastion.certs;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.stream.Stream;

/** The two digests of a message that a detached signature may be over (OpenSSH: PROTOCOL.sshsig). */
enum SignedDigest {
    SHA256("sha256", "SHA-256"),
    SHA512("sha512", "SHA-512");

    private final String word;
    private final String algorithm;

    SignedDigest(String word, String algorithm) {
        this.word = word;
        this.algorithm = algorithm;
    }

    static Optional<SignedDigest> of(String word) {
        return Stream.of(values()).filter(digest -> digest.word.equals(word)).findFirst();
    }

    String word() {
        return word;
    }

    byte[] of(byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm, "SUN").digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + algorithm + " of its own", e);
        }
    }
}
