package dev.bastion.policy;

import dev.bastion.policy.CertificateEvent.CertificateSigned;
import dev.bastion.policy.CertificateEvent.HostCertificateSigning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The certificates of real hosts, as the events say, but those long out of time. One thread writes. */
final class HostCertificateBook {

    private static final Duration KEPT_AFTER_END = Duration.ofDays(1);

    private final Table<Long, HostCertificate> rows;

    HostCertificateBook() {
        this(Table.base());
    }

    private HostCertificateBook(Table<Long, HostCertificate> rows) {
        this.rows = rows;
    }

    HostCertificateBook overlay() {
        return new HostCertificateBook(rows.overlay());
    }

    Optional<HostCertificate> certificate(long serial) {
        return rows.row(serial);
    }

    List<HostCertificate> all() {
        return rows.rows();
    }

    void signing(HostCertificateSigning event) {
        if (rows.row(event.serial()).isPresent()) {
            throw new IllegalStateException("serial " + event.serial() + " was given twice");
        }
        forgetOld(event.at());
        rows.put(event.serial(), HostCertificate.intended(event));
    }

    /** Whether it was this book's. */
    boolean signed(CertificateSigned event) {
        Optional<HostCertificate> intended = certificate(event.serial());
        intended.filter(known -> known.base64().isPresent()).ifPresent(twice -> {
            throw new IllegalStateException("serial " + event.serial() + " was signed twice");
        });
        intended.ifPresent(known -> rows.put(event.serial(), known.signed(event.base64Blob())));
        return intended.isPresent();
    }

    void revoked(long serial) {
        certificate(serial).ifPresent(known -> rows.put(serial, known.withRevocation()));
    }

    void revoked(Revocation revocation) {
        all().stream().filter(revocation::covers).forEach(covered -> revoked(covered.serial()));
    }

    private void forgetOld(Instant now) {
        all().stream()
                .filter(known -> known.notAfter().isBefore(now.minus(KEPT_AFTER_END)))
                .forEach(known -> rows.remove(known.serial()));
    }
}
