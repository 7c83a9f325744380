package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

/**
 * The key and certificate with which the bastion logs in on a target, once. Immutable.
 *
 * @param key made for this one connection
 * @param certificate of that key, by the target authority
 */
public record Onward(Ed25519Pair key, Certificate certificate) {
    public Onward {
        requireNonNull(key, "key is null");
        requireNonNull(certificate, "certificate is null");
        if (!certificate.subject().equals(key.sshKey())) {
            throw new IllegalArgumentException("the certificate is for another key");
        }
    }
}
