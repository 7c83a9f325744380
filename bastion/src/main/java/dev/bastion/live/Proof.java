package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import java.util.Optional;

/**
 * By what somebody proved who they are; it stays with the connection and with the sessions that were begun on it.
 *
 * @param key the key that signed
 * @param certificate the one that was shown with it; none where the plain key was
 */
public record Proof(String person, SshPublicKey key, Optional<Certificate> certificate) {
    public Proof {
        requireNonNull(person, "person is null");
        requireNonNull(key, "key is null");
        requireNonNull(certificate, "certificate is null");
    }
}
