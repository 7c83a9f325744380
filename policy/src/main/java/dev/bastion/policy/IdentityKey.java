package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A public key as one line of OpenSSH's {@code authorized_keys} holds it: type, base64 of the key blob (RFC 4253 section
 * 6.6), comment.
 *
 * <p>The form of the blob is checked where the line is read ({@link KeyLine}), not here.
 *
 * @param comment may be empty; says nothing about who holds the key
 */
public record IdentityKey(String type, String base64, String comment) {

    public IdentityKey {
        Checks.filled(type, "type");
        Checks.filled(base64, "base64");
        requireNonNull(comment, "comment is null");
        base64 = Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64));
    }

    /** The key blob; a new array each time. */
    public byte[] blob() {
        return Base64.getDecoder().decode(base64);
    }

    /** As {@code ssh-keygen -l} prints it: {@code SHA256:} and unpadded base64. */
    public String fingerprint() {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(sha256(blob()));
    }

    /** The line again. */
    public String line() {
        return comment.isEmpty() ? type + " " + base64 : type + " " + base64 + " " + comment;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
