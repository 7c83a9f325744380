package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The key and certificates with which the bastion logs in on a target, once. Immutable.
 *
 * @param key made for this one connection
 * @param certificates of that key, in the order in which they are to be shown: one, or while the target authority's key is
 *     being changed one by each key that the target may know
 */
public record Onward(Ed25519Pair key, List<Certificate> certificates) {
    public Onward {
        requireNonNull(key, "key is null");
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate");
        }
        if (!certificates.stream().allMatch(certificate -> certificate.subject().equals(key.sshKey()))) {
            throw new IllegalArgumentException("the certificate is for another key");
        }
    }

    /** The one to show first. */
    public Certificate certificate() {
        return certificates.getFirst();
    }
}
