package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a user certificate opens the bastion for a person: the whole check, none of it left to the SSH library.
 *
 * <p>It is stricter than OpenSSH's {@code sshkey_cert_check_authority} where the bastion's own certificates never
 * need the room: exactly one principal, a serial that can be revoked, RSA from 3072 bits. Immutable and safe for use
 * by many threads, as long as {@code revoked} is.
 */
public final class CertificateChecker {
    private final Predicate<SshPublicKey> authorities;
    private final Predicate<Certificate> revoked;

    /**
     * A checker for certificates of these authorities.
     *
     * @param authorities the keys trusted to sign for people
     * @param revoked whether a certificate has been revoked, by whatever in it; called only for those whose signature is
     *     right, and must not block
     */
    public CertificateChecker(Set<SshPublicKey> authorities, Predicate<Certificate> revoked) {
        this(Set.copyOf(authorities)::contains, revoked);
    }

    /**
     * A checker for certificates of authorities that may change.
     *
     * @param authorities whether a key is trusted to sign for people at this moment; must not block
     * @param revoked as above
     */
    public CertificateChecker(Predicate<SshPublicKey> authorities, Predicate<Certificate> revoked) {
        this.authorities = requireNonNull(authorities, "authorities is null");
        this.revoked = requireNonNull(revoked, "revoked is null");
    }

    /** As {@link #check(Certificate, String, InetAddress, Instant)}, for a key blob that may be anything. */
    public Optional<Refusal> check(byte[] blob, String principal, InetAddress source, Instant now) {
        try {
            return check(Certificate.parse(blob), principal, source, now);
        } catch (MalformedCertificateException e) {
            return Optional.of(Refusal.NOT_A_CERTIFICATE);
        }
    }

    /**
     * The first reason against the certificate, or empty if there is none. That the peer holds the certified key, and
     * by {@link #checkProof} how it used it, is still to be asked then.
     *
     * @param principal the person whom the certificate must name
     * @param source where the peer's connection comes from, or null if that is not known, which a certificate with
     *     {@code source-address} does not survive
     */
    public Optional<Refusal> check(Certificate certificate, String principal, InetAddress source, Instant now) {
        requireNonNull(principal, "principal is null");
        requireNonNull(now, "now is null");
        if (certificate.type() != Certificate.Type.USER) {
            return Optional.of(Refusal.HOST_CERTIFICATE);
        }
        if (!authorities.test(certificate.authority())) {
            return Optional.of(Refusal.UNKNOWN_AUTHORITY);
        }
        Optional<String> algorithm = SignatureVerifier.algorithm(certificate.signature());
        if (algorithm.isEmpty()) {
            return Optional.of(Refusal.AUTHORITY_ALGORITHM);
        }
        if (!isSigned(certificate, algorithm.get())) {
            return Optional.of(Refusal.BAD_SIGNATURE);
        }
        if (isWeak(certificate.subject()) || isWeak(certificate.authority())) {
            return Optional.of(Refusal.WEAK_KEY);
        }
        if (now.isBefore(certificate.validAfter())) {
            return Optional.of(Refusal.NOT_YET_VALID);
        }
        if (!now.isBefore(certificate.validBefore())) {
            return Optional.of(Refusal.EXPIRED);
        }
        if (certificate.serial() == 0) {
            return Optional.of(Refusal.NO_SERIAL);
        }
        if (revoked.test(certificate)) {
            return Optional.of(Refusal.REVOKED);
        }
        if (certificate.principals().isEmpty()) {
            return Optional.of(Refusal.NO_PRINCIPALS);
        }
        if (certificate.principals().size() > 1) {
            return Optional.of(Refusal.TOO_MANY_PRINCIPALS);
        }
        if (!certificate.principals().contains(principal)) {
            return Optional.of(Refusal.PRINCIPAL_NOT_LISTED);
        }
        if (!understandsCriticalOptions(certificate)) {
            return Optional.of(Refusal.UNKNOWN_CRITICAL_OPTION);
        }
        if (!mayComeFrom(certificate, source)) {
            return Optional.of(Refusal.SOURCE_ADDRESS);
        }
        return Optional.empty();
    }

    /**
     * Whether the signature of an authentication proves what the certificate asks of its security key: a touch, unless
     * the authority waived it, and the PIN if it demands that. OpenSSH does not ask a key without an authenticator for
     * the PIN; here it cannot satisfy the demand.
     */
    public Optional<Refusal> checkProof(Certificate certificate, SignatureReading.Valid proof) {
        boolean untouched = certificate.subject().inAuthenticator() && !proof.touch();
        if (untouched && !certificate.touchWaived()) {
            return Optional.of(Refusal.TOUCH_MISSING);
        }
        if (certificate.verifyRequired() && !proof.pin()) {
            return Optional.of(Refusal.PIN_MISSING);
        }
        return Optional.empty();
    }

    /** As in OpenSSH, an authority in an authenticator need not have been touched for each signature. */
    private static boolean isSigned(Certificate certificate, String algorithm) {
        SignatureReading reading = SignatureVerifier.verify(
                certificate.authority(),
                algorithm,
                certificate.signedBytes(),
                certificate.signature(),
                SignatureVerifier.ALGORITHMS);
        return reading instanceof SignatureReading.Valid;
    }

    private static boolean isWeak(SshPublicKey key) {
        return key instanceof RsaKey rsa && rsa.bits() < RsaKey.CERTIFICATE_BITS;
    }

    /** {@code force-command} is not among them: the bastion runs no commands for people and could not honour it. */
    private static boolean understandsCriticalOptions(Certificate certificate) {
        for (String name : certificate.body().criticalOptions().names()) {
            boolean understood = switch (name) {
                case Certificate.SOURCE_ADDRESS -> true;
                case Certificate.VERIFY_REQUIRED -> certificate.verifyRequired();
                default -> false;
            };
            if (!understood) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayComeFrom(Certificate certificate, InetAddress source) {
        if (!certificate.body().criticalOptions().has(Certificate.SOURCE_ADDRESS)) {
            return true;
        }
        String list = certificate.body().criticalOptions().text(Certificate.SOURCE_ADDRESS);
        return source != null && SourceAddresses.contain(list, source);
    }
}
