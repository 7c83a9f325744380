package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what the bastion logs in with on a target: a key for one connection and a certificate of the target authority
 * for about a minute, with one principal and nothing that was not granted (THREATS.md, T22).
 *
 * <p>Safe for use by many threads; making one takes a few tenths of a millisecond and no I/O.
 */
public final class OnwardCredentials {
    /** How long a certificate is good after it was made; a login needs a fraction of it. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    /** For a target whose clock is behind. */
    private static final Duration BACKDATED = Duration.ofSeconds(60);

    /** What OpenSSH knows and absence refuses; {@code no-touch-required} means nothing for a key of ours. */
    private static final Set<String> PERMITS = Set.of(
            "permit-pty",
            "permit-port-forwarding",
            "permit-agent-forwarding",
            "permit-X11-forwarding",
            "permit-user-rc");

    private final CertificateAuthority target;
    private final SerialSource serials;
    private final Clock clock;
    private final SecureRandom random;

    public OnwardCredentials(CertificateAuthority target, SerialSource serials, Clock clock, SecureRandom random) {
        this.target = requireNonNull(target, "target is null");
        this.serials = requireNonNull(serials, "serials is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /**
     * A new key and its certificate.
     *
     * @param principal the account on the target, or the role that the target lets into it
     * @param permitExtensions OpenSSH's {@code permit-…} names that the grant allows, possibly none
     * @param keyId printable ASCII naming person, grant and session, which the target's sshd writes into its log;
     *     {@code serial=…} is put after it
     * @param sourceAddress the address from which the bastion connects, where that is known and fixed
     */
    public Onward mint(
            String principal, Set<String> permitExtensions, String keyId, Optional<InetAddress> sourceAddress) {
        if (!PERMITS.containsAll(permitExtensions)) {
            throw new IllegalArgumentException("permitExtensions has one that OpenSSH does not know");
        }
        Ed25519Pair key = Ed25519Pair.generate(random);
        long serial = serials.next();
        Instant now = clock.instant();
        Map<String, String> criticalOptions = sourceAddress
                .map(address -> Map.of(Certificate.SOURCE_ADDRESS, SourceAddresses.only(address)))
                .orElse(Map.of());
        return new Onward(
                key,
                target.sign(CertificateTemplate.user(
                        key.sshKey(),
                        serial,
                        keyId + " serial=" + serial,
                        List.of(principal),
                        now.minus(BACKDATED),
                        now.plus(LIFETIME),
                        criticalOptions,
                        permitExtensions)));
    }
}
