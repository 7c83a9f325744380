package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.CertificateEvent.HostCertificateSigning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger knows of one certificate of a real host. Immutable.
 *
 * @param intent as it was written before the signature was made
 * @param base64 the certificate's blob; empty between the intent to sign and the signature, and for ever if a crash came
 *     between: nobody has seen such a certificate
 */
public record HostCertificate(HostCertificateSigning intent, Optional<String> base64, boolean revoked) {

    public HostCertificate {
        requireNonNull(intent, "intent is null");
        requireNonNull(base64, "base64 is null");
    }

    static HostCertificate intended(HostCertificateSigning intent) {
        return new HostCertificate(intent, Optional.empty(), false);
    }

    /** As the certificate has it, never 0. */
    public long serial() {
        return intent.serial();
    }

    /** The target that the host is, by name. */
    public String target() {
        return intent.target();
    }

    /** Its principals: names of that target. */
    public List<String> names() {
        return intent.names();
    }

    /** Of the host's key, {@code SHA256:…}. */
    public String keyFingerprint() {
        return intent.keyFingerprint();
    }

    /** The fingerprint of the authority's key. */
    public String authority() {
        return intent.authority();
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

    /** Who had it signed. */
    public String by() {
        return intent.by();
    }

    /** When the ledger was told that it would be signed. */
    public Instant intendedAt() {
        return intent.at();
    }

    HostCertificate signed(String blob) {
        return new HostCertificate(intent, Optional.of(blob), revoked);
    }

    HostCertificate withRevocation() {
        return new HostCertificate(intent, base64, true);
    }
}
