package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.CertificateEvent.CertificateSigning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger knows of one user certificate. Immutable.
 *
 * @param intent as it was written before the signature was made
 * @param base64 the certificate's blob; empty between the intent to sign and the signature, and for ever if a crash came
 *     between: such a serial opens nothing
 */
public record IssuedCertificate(CertificateSigning intent, Optional<String> base64, boolean revoked) {

    public IssuedCertificate {
        requireNonNull(intent, "intent is null");
        requireNonNull(base64, "base64 is null");
    }

    static IssuedCertificate intended(CertificateSigning intent) {
        return new IssuedCertificate(intent, Optional.empty(), false);
    }

    /** As the certificate has it, never 0. */
    public long serial() {
        return intent.serial();
    }

    public String person() {
        return intent.person();
    }

    /** Of the certified key, {@code SHA256:…}. */
    public String keyFingerprint() {
        return intent.keyFingerprint();
    }

    public String keyId() {
        return intent.keyId();
    }

    public Instant notBefore() {
        return intent.notBefore();
    }

    public Instant notAfter() {
        return intent.notAfter();
    }

    /** Those live when it was issued; they do not limit its use, each tunnel is held against its own grant. */
    public List<Long> grants() {
        return intent.grants();
    }

    /** The fingerprint of the key that was to sign it; older entries of the ledger do not say it. */
    public Optional<String> authority() {
        return intent.authority();
    }

    /** Who had it issued by hand; nobody where the person fetched it. */
    public Optional<String> by() {
        return intent.by();
    }

    /** When the ledger was told that it would be signed. */
    public Instant intendedAt() {
        return intent.at();
    }

    /** Whether it was signed, is not revoked and has not run out. */
    public boolean usable(Instant now) {
        return base64.isPresent() && !revoked && notAfter().isAfter(now);
    }

    IssuedCertificate signed(String blob) {
        return new IssuedCertificate(intent, Optional.of(blob), revoked);
    }

    IssuedCertificate withRevocation() {
        return new IssuedCertificate(intent, base64, true);
    }
}
