package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

/**
 * The host key and host certificate with which the bastion answers as one target, or as itself. Immutable.
 *
 * @param key the host key
 * @param certificate of that key, by the host authority
 */
public record Face(Ed25519Pair key, Certificate certificate) {
    public Face {
        requireNonNull(key, "key is null");
        requireNonNull(certificate, "certificate is null");
        if (!certificate.subject().equals(key.sshKey())) {
            throw new IllegalArgumentException("the certificate is for another key");
        }
    }
}
