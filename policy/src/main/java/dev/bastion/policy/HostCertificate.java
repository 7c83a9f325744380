package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger knows of one certificate of a real host.
 *
 * @param serial as the certificate has it, never 0
 * @param target the target that the host is, by name
 * @param names its principals: names of that target
 * @param keyFingerprint of the host's key, {@code SHA256:…}
 * @param authority the fingerprint of the authority's key
 * @param by who had it signed
 * @param intendedAt when the ledger was told that it would be signed
 * @param base64 the certificate's blob; empty between the intent to sign and the signature, and for ever if a crash came
 *     between: nobody has seen such a certificate
 */
public record HostCertificate(
        long serial,
        String target,
        List<String> names,
        String keyFingerprint,
        String authority,
        String keyId,
        Instant notBefore,
        Instant notAfter,
        String by,
        Instant intendedAt,
        Optional<String> base64,
        boolean revoked) {

    public HostCertificate {
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
        requireNonNull(intendedAt, "intendedAt is null");
        requireNonNull(base64, "base64 is null");
    }

    HostCertificate signed(String blob) {
        return new HostCertificate(
                serial,
                target,
                names,
                keyFingerprint,
                authority,
                keyId,
                notBefore,
                notAfter,
                by,
                intendedAt,
                Optional.of(blob),
                revoked);
    }

    HostCertificate withRevocation() {
        return new HostCertificate(
                serial,
                target,
                names,
                keyFingerprint,
                authority,
                keyId,
                notBefore,
                notAfter,
                by,
                intendedAt,
                base64,
                true);
    }
}
