package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A host key with a certificate of the host authority that is always fresh: valid for at most {@link #LIFETIME},
 * renewed when less than half of that is left. Used for the bastion's own name and, within {@link Faces}, for each
 * name of each target. Safe for use by many threads and without I/O.
 */
public final class HostCredential {
    /** From backdated start to end. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final Duration BACKDATED = Duration.ofSeconds(60);

    private final CertificateAuthority authority;
    private final Ed25519Pair key;
    private final List<String> principals;
    private final SerialSource serials;
    private final Clock clock;
    private final AtomicReference<Certificate> newest = new AtomicReference<>();

    /**
     * A credential; nothing is signed until {@link #current} is called.
     *
     * @param principals the names by which clients may reach the host
     */
    public HostCredential(
            CertificateAuthority authority,
            Ed25519Pair key,
            List<String> principals,
            SerialSource serials,
            Clock clock) {
        this.authority = requireNonNull(authority, "authority is null");
        this.key = requireNonNull(key, "key is null");
        this.principals = List.copyOf(principals);
        this.serials = requireNonNull(serials, "serials is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Key and certificate to answer with now. */
    public Face current() {
        Instant now = clock.instant();
        Certificate certificate = newest.updateAndGet(last -> isFresh(last, now) ? last : sign(now));
        return new Face(key, certificate);
    }

    /** A clock set back makes a certificate that is not valid yet, so that is looked at as well. */
    private static boolean isFresh(Certificate certificate, Instant now) {
        return certificate != null
                && !now.isBefore(certificate.validAfter())
                && now.isBefore(certificate.validBefore().minus(LIFETIME.dividedBy(2)));
    }

    private Certificate sign(Instant now) {
        long serial = serials.next();
        Instant from = now.minus(BACKDATED);
        String keyId = "host=" + principals.getFirst() + " serial=" + serial;
        return authority.sign(
                CertificateTemplate.host(key.sshKey(), serial, keyId, principals, from, from.plus(LIFETIME)));
    }
}
