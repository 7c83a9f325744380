package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was asked to be signed for people and for real hosts, was signed, and was taken back by its serial. */
public sealed interface CertificateEvent extends AccessEvent {

    /**
     * The intent, written before the signature is made.
     *
     * @param authority the fingerprint of the authority's key; older entries do not say it
     * @param by who had it issued by hand, on the server; nobody where the person fetched it
     */
    record CertificateSigning(
            long serial,
            String person,
            String keyFingerprint,
            String keyId,
            Instant notBefore,
            Instant notAfter,
            List<Long> grants,
            Optional<String> authority,
            Optional<String> by,
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
            requireNonNull(authority, "authority is null");
            requireNonNull(by, "by is null");
            requireNonNull(at, "at is null");
        }

        /** As older entries say it. */
        public CertificateSigning(
                long serial,
                String person,
                String keyFingerprint,
                String keyId,
                Instant notBefore,
                Instant notAfter,
                List<Long> grants,
                Instant at) {
            this(
                    serial,
                    person,
                    keyFingerprint,
                    keyId,
                    notBefore,
                    notAfter,
                    grants,
                    Optional.empty(),
                    Optional.empty(),
                    at);
        }
    }

    /**
     * The intent to certify a real host's key, written before the signature is made; its {@link CertificateSigned}
     * follows.
     *
     * @param names its principals: names of the target
     * @param authority the fingerprint of the authority's key
     * @param by who has it signed
     */
    record HostCertificateSigning(
            long serial,
            String target,
            List<String> names,
            String keyFingerprint,
            String authority,
            String keyId,
            Instant notBefore,
            Instant notAfter,
            String by,
            Instant at)
            implements CertificateEvent {
        public HostCertificateSigning {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(target, "target");
            names = List.copyOf(names);
            Checks.check(!names.isEmpty(), "names is empty");
            Checks.filled(keyFingerprint, "keyFingerprint");
            Checks.filled(authority, "authority");
            Checks.filled(keyId, "keyId");
            requireNonNull(notBefore, "notBefore is null");
            requireNonNull(notAfter, "notAfter is null");
            Checks.filled(by, "by");
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
