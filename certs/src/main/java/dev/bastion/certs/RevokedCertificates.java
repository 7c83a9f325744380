package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The certificates of one authority, or of any, that a {@link Krl} revokes. For one thread while it is added to. */
final class RevokedCertificates {
    private final Optional<SshPublicKey> authority;
    private final SerialSet serials = new SerialSet();
    private final Set<String> keyIds = new TreeSet<>();

    RevokedCertificates(Optional<SshPublicKey> authority) {
        this.authority = requireNonNull(authority, "authority is null");
    }

    /** Whose certificates; anybody's when empty. */
    Optional<SshPublicKey> authority() {
        return authority;
    }

    SerialSet serials() {
        return serials;
    }

    /** In the order of their UTF-16, which for ASCII is that of OpenSSH. */
    Set<String> keyIds() {
        return keyIds;
    }

    /** As krl.c does it: by key ID first, then by serial, of which 0 says nothing. */
    boolean revokes(Certificate certificate) {
        return authority.filter(key -> !key.equals(certificate.authority())).isEmpty()
                && (keyIds.contains(certificate.keyId())
                        || (certificate.serial() != 0 && serials.contains(certificate.serial())));
    }

    boolean isEmpty() {
        return serials.rangeCount() == 0 && keyIds.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RevokedCertificates same
                && authority.equals(same.authority)
                && serials.equals(same.serials)
                && keyIds.equals(same.keyIds);
    }

    @Override
    public int hashCode() {
        return authority.hashCode() + 31 * serials.hashCode() + keyIds.hashCode();
    }
}
