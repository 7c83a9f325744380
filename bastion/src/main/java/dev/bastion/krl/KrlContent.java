package dev.bastion.krl;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Fingerprints;
import dev.bastion.certs.Krl;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.live.Revocations;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.HostCertificate;
import dev.bastion.policy.Revocation;
import dev.bastion.policy.RevocationEvent.RevocationMade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a list for hosts says at one moment: keys and authorities for good, certificates as long as the time in them would
 * let them in. For one thread.
 */
final class KrlContent {
    private static final Logger LOG = LoggerFactory.getLogger(KrlContent.class);

    /** A key ID may be one that no ledger has, of a certificate that lives a minute; the clocks of hosts differ. */
    private static final Duration KEY_ID_KEPT = Duration.ofDays(2);

    private final AccessState state;
    private final Revocations revocations;
    private final Instant now;

    KrlContent(AccessState state, Revocations revocations, Instant now) {
        this.state = requireNonNull(state, "state is null");
        this.revocations = requireNonNull(revocations, "revocations is null");
        this.now = requireNonNull(now, "now is null");
    }

    Krl list(long version, String comment) {
        Krl.Builder list = new Krl.Builder(version, now, comment);
        List<AccessEvent> unwritten = revocations.unwritten();
        Stream.concat(state.revocations().stream(), unwritten.stream().flatMap(KrlContent::made))
                .forEach(revocation -> add(revocation, list));
        state.certificates().stream()
                .filter(known -> known.notAfter().isAfter(now))
                .filter(known -> known.revoked() || !unwritten.isEmpty())
                .flatMap(known -> certificate(known.base64()).stream())
                .filter(revocations::revoked)
                .forEach(revoked -> add(revoked, list));
        state.hostCertificates().stream()
                .filter(known -> known.notAfter().isAfter(now))
                .filter(known -> known.revoked() || unwritten.stream().anyMatch(event -> covers(event, known)))
                .flatMap(known -> certificate(known.base64()).stream())
                .forEach(revoked -> add(revoked, list));
        revocations.withdrawn().forEach(onward -> add(onward, list));
        return list.build();
    }

    private static Stream<Revocation> made(AccessEvent event) {
        return event instanceof RevocationMade made ? Stream.of(made.revocation()) : Stream.empty();
    }

    private static boolean covers(AccessEvent event, HostCertificate known) {
        return switch (event) {
            case RevocationMade made -> made.revocation().covers(known);
            case CertificateRevoked revoked -> revoked.serial() == known.serial();
            default -> false;
        };
    }

    /** What a person has goes by its serials. */
    private void add(Revocation revocation, Krl.Builder list) {
        switch (revocation.kind()) {
            case KEY, AUTHORITY -> {
                if (Fingerprints.isOne(revocation.what())) {
                    list.fingerprint(revocation.what());
                }
            }
            case KEY_ID -> {
                if (isStillOfUse(revocation)) {
                    list.keyId(Optional.empty(), revocation.what());
                }
            }
            case PERSON -> {}
        }
    }

    private boolean isStillOfUse(Revocation revocation) {
        return revocation.at().plus(KEY_ID_KEPT).isAfter(now)
                || state.certificates().stream()
                        .anyMatch(known -> known.keyId().equals(revocation.what())
                                && known.notAfter().isAfter(now))
                || state.hostCertificates().stream()
                        .anyMatch(known -> known.keyId().equals(revocation.what())
                                && known.notAfter().isAfter(now));
    }

    private static void add(Certificate revoked, Krl.Builder list) {
        list.serial(revoked.authority(), revoked.serial());
    }

    /** Without a signature nobody has it. */
    private static List<Certificate> certificate(Optional<String> base64) {
        List<Certificate> read = new ArrayList<>();
        try {
            if (base64.isPresent()) {
                read.add(Certificate.parse(Base64.getDecoder().decode(base64.get())));
            }
        } catch (MalformedCertificateException | IllegalArgumentException e) {
            LOG.error(
                    "a certificate in the ledger cannot be read, so that hosts are not told of it: {}", e.getMessage());
        }
        return read;
    }
}
