package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A host key with a certificate of the host authority that is always fresh: valid for at most {@link #LIFETIME},
 * renewed when less than half of that is left, or another key signs. Used for the bastion's own name and, within {@link
 * Faces}, for each name of each target. Safe for use by many threads and without I/O, but for a key in a token.
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
    private final AtomicReference<CompletableFuture<Certificate>> renewing = new AtomicReference<>();

    /**
     * A credential; nothing is signed until it is asked for.
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

    /** The host key, with or without a certificate. */
    public Ed25519Pair key() {
        return key;
    }

    /**
     * Key and certificate to answer with now. Waits for a token.
     *
     * @throws SignerUnavailableException if there is no good certificate and none can be made
     */
    public Face current() {
        return SignerUnavailableException.await(ready());
    }

    /**
     * The same for a caller that may not wait: what is still good is shown while a token makes the next one, and also
     * where it cannot. Fails with a {@link SignerUnavailableException}.
     */
    public CompletionStage<Face> ready() {
        Instant now = clock.instant();
        Certificate last = newest.get();
        if (isFresh(last, now)) {
            return CompletableFuture.completedFuture(new Face(key, last));
        }
        CompletableFuture<Certificate> next = renewal(now);
        if (!isGood(last, now)) {
            return next.thenApply(certificate -> new Face(key, certificate));
        }
        return CompletableFuture.completedFuture(
                new Face(key, next.isDone() && !next.isCompletedExceptionally() ? next.join() : last));
    }

    /** What is there at this moment; nothing where a token is still to make it, or cannot. */
    public Optional<Face> atHand() {
        CompletableFuture<Face> face = ready().toCompletableFuture();
        return face.isDone() && !face.isCompletedExceptionally() ? Optional.of(face.join()) : Optional.empty();
    }

    /** One that was signed by the key before is good and no longer fresh. */
    private boolean isFresh(Certificate certificate, Instant now) {
        return isGood(certificate, now)
                && now.isBefore(certificate.validBefore().minus(LIFETIME.dividedBy(2)))
                && authority.signer().filter(certificate.authority()::equals).isPresent();
    }

    /** A clock set back makes a certificate that is not valid yet, so that is looked at as well. */
    private boolean isGood(Certificate certificate, Instant now) {
        return certificate != null
                && !now.isBefore(certificate.validAfter())
                && now.isBefore(certificate.validBefore())
                && authority.trusts(certificate.authority());
    }

    /** One at a time, whoever asks. */
    private CompletableFuture<Certificate> renewal(Instant now) {
        CompletableFuture<Certificate> mine = new CompletableFuture<>();
        CompletableFuture<Certificate> running = renewing.compareAndExchange(null, mine);
        if (running != null) {
            return running;
        }
        sign(now).whenComplete((certificate, failure) -> {
            if (failure == null) {
                newest.set(certificate);
            }
            renewing.set(null);
            if (failure == null) {
                mine.complete(certificate);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    private CompletionStage<Certificate> sign(Instant now) {
        long serial = serials.next();
        Instant from = now.minus(BACKDATED);
        String keyId = "host=" + principals.getFirst() + " serial=" + serial;
        return authority.signLater(
                CertificateTemplate.host(key.sshKey(), serial, keyId, principals, from, from.plus(LIFETIME)));
    }
}
