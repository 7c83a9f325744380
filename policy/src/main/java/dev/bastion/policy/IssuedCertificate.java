package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger knows of one user certificate.
 *
 * @param serial as the certificate has it, never 0
 * @param keyFingerprint of the certified key, {@code SHA256:…}
 * @param base64 the certificate's blob; empty between the intent to sign and the signature, and for ever if a crash came
 *     between: such a serial opens nothing
 * @param grants those live when it was issued; they do not limit its use, each tunnel is held against its own grant
 * @param authority the fingerprint of the key that was to sign it; older entries of the ledger do not say it
 * @param by who had it issued by hand; nobody where the person fetched it
 * @param intendedAt when the ledger was told that it would be signed
 */
public record IssuedCertificate(
        long serial,
        String person,
        String keyFingerprint,
        String keyId,
        Instant notBefore,
        Instant notAfter,
        List<Long> grants,
        Optional<String> authority,
        Optional<String> by,
        Instant intendedAt,
        Optional<String> base64,
        boolean revoked) {

    public IssuedCertificate {
        Checks.check(serial != 0, "serial is 0");
        Checks.filled(person, "person");
        Checks.filled(keyFingerprint, "keyFingerprint");
        Checks.filled(keyId, "keyId");
        requireNonNull(notBefore, "notBefore is null");
        requireNonNull(notAfter, "notAfter is null");
        requireNonNull(grants, "grants is null");
        grants = List.copyOf(grants);
        requireNonNull(authority, "authority is null");
        requireNonNull(by, "by is null");
        requireNonNull(intendedAt, "intendedAt is null");
        requireNonNull(base64, "base64 is null");
    }

    /** Whether it was signed, is not revoked and has not run out. */
    public boolean usable(Instant now) {
        return base64.isPresent() && !revoked && notAfter.isAfter(now);
    }

    IssuedCertificate signed(String blob) {
        return with(Optional.of(blob), revoked);
    }

    IssuedCertificate withRevocation() {
        return with(base64, true);
    }

    private IssuedCertificate with(Optional<String> blob, boolean taken) {
        return new IssuedCertificate(
                serial,
                person,
                keyFingerprint,
                keyId,
                notBefore,
                notAfter,
                grants,
                authority,
                by,
                intendedAt,
                blob,
                taken);
    }
}
