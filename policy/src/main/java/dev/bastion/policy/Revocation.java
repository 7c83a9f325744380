package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;

/**
 * What was revoked by something else than one serial.
 *
 * @param what the fingerprint ({@code SHA256:…}), the key ID or the person's name
 * @param by who did it
 * @param at when it took effect
 */
public record Revocation(RevocationKind kind, String what, String by, String reason, Instant at) {

    public Revocation {
        requireNonNull(kind, "kind is null");
        Checks.filled(what, "what");
        Checks.filled(by, "by");
        requireNonNull(reason, "reason is null");
        requireNonNull(at, "at is null");
    }

    /** Whether it takes a certificate away, of which is known what the ledger says. */
    public boolean covers(IssuedCertificate certificate) {
        return switch (kind) {
            case KEY -> certificate.keyFingerprint().equals(what);
            case KEY_ID -> certificate.keyId().equals(what);
            case PERSON -> certificate.person().equals(what) && !isIntendedAfter(certificate);
            case AUTHORITY -> certificate.authority().filter(what::equals).isPresent();
        };
    }

    /** Whether it takes a host's certificate away. */
    public boolean covers(HostCertificate certificate) {
        return switch (kind) {
            case KEY -> certificate.keyFingerprint().equals(what);
            case KEY_ID -> certificate.keyId().equals(what);
            case PERSON -> false;
            case AUTHORITY -> certificate.authority().equals(what);
        };
    }

    private boolean isIntendedAfter(IssuedCertificate certificate) {
        return certificate.intendedAt().isAfter(at);
    }
}
