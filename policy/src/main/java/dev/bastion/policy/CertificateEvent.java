package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;

/** What the access authority was asked to sign, signed, and took back. */
public sealed interface CertificateEvent extends AccessEvent {

    /** The intent, written before the signature is made. */
    record CertificateSigning(
            long serial,
            String person,
            String keyFingerprint,
            String keyId,
            Instant notBefore,
            Instant notAfter,
            List<Long> grants,
            Instant at)
            implements CertificateEvent {
        public CertificateSigning {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(person, "person");
            Checks.filled(keyFingerprint, "keyFingerprint");
            Checks.filled(keyId, "keyId");
            requireNonNull(notBefore, "notBefore is null");
            requireNonNull(notAfter, "notAfter is null");
            requireNonNull(grants, "grants is null");
            grants = List.copyOf(grants);
            requireNonNull(at, "at is null");
        }
    }

    /** The outcome: the certificate's blob in base64. */
    record CertificateSigned(long serial, String base64Blob, Instant at) implements CertificateEvent {
        public CertificateSigned {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(base64Blob, "base64Blob");
            requireNonNull(at, "at is null");
        }
    }

    record CertificateRevoked(long serial, String by, String reason, Instant at) implements CertificateEvent {
        public CertificateRevoked {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }
}
