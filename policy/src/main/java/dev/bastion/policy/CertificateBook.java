package dev.bastion.policy;

import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.CertificateEvent.CertificateSigned;
import dev.bastion.policy.CertificateEvent.CertificateSigning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The user certificates, as the events say, but those long out of time. One thread writes. */
final class CertificateBook {

    /** Long enough that nobody still asks why a certificate does not work. */
    private static final Duration KEPT_AFTER_END = Duration.ofDays(1);

    private final Table<Long, IssuedCertificate> rows;
    private final Table<PersonsRow, Long> byPerson;

    CertificateBook() {
        this(Table.base(), Table.base());
    }

    private CertificateBook(Table<Long, IssuedCertificate> rows, Table<PersonsRow, Long> byPerson) {
        this.rows = rows;
        this.byPerson = byPerson;
    }

    CertificateBook overlay() {
        return new CertificateBook(rows.overlay(), byPerson.overlay());
    }

    Optional<IssuedCertificate> certificate(long serial) {
        return rows.row(serial);
    }

    List<IssuedCertificate> all() {
        return rows.rows();
    }

    List<IssuedCertificate> of(String person) {
        return byPerson.rows(PersonsRow.first(person), PersonsRow.last(person)).stream()
                .flatMap(serial -> certificate(serial).stream())
                .toList();
    }

    void signing(CertificateSigning event) {
        if (rows.row(event.serial()).isPresent()) {
            throw new IllegalStateException("serial " + event.serial() + " was given twice");
        }
        forgetOld(event.person(), event.at());
        rows.put(event.serial(), IssuedCertificate.intended(event));
        byPerson.put(new PersonsRow(event.person(), event.serial()), event.serial());
    }

    void signed(CertificateSigned event) {
        IssuedCertificate intended = certificate(event.serial())
                .filter(certificate -> certificate.base64().isEmpty())
                .orElseThrow(
                        () -> new IllegalStateException("serial " + event.serial() + " was signed without the intent"));
        rows.put(event.serial(), intended.signed(event.base64Blob()));
    }

    /** One that is not here any more is out of time, and its revocation changes nothing. */
    void revoked(CertificateRevoked event) {
        certificate(event.serial()).ifPresent(known -> rows.put(event.serial(), known.withRevocation()));
    }

    void revoked(Revocation revocation) {
        List<IssuedCertificate> asked = revocation.kind() == RevocationKind.PERSON ? of(revocation.what()) : all();
        asked.stream()
                .filter(certificate -> !certificate.revoked() && revocation.covers(certificate))
                .forEach(covered -> rows.put(covered.serial(), covered.withRevocation()));
    }

    private void forgetOld(String person, Instant now) {
        of(person).stream()
                .filter(certificate -> certificate.notAfter().isBefore(now.minus(KEPT_AFTER_END)))
                .forEach(certificate -> {
                    byPerson.remove(new PersonsRow(person, certificate.serial()));
                    rows.remove(certificate.serial());
                });
    }
}
