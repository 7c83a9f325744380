package dev.bastion.enrol;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import java.util.Optional;

/**
 * A host key that answered.
 *
 * @param certificate the one that the host showed for it, its signature verified and nothing else
 */
public record ShownKey(SshPublicKey key, Optional<Certificate> certificate) {
    public ShownKey {
        requireNonNull(key, "key is null");
        requireNonNull(certificate, "certificate is null");
    }
}
