package dev.bastion.store;

import static dev.bastion.store.ShadowSql.micros;
import static dev.bastion.store.ShadowSql.text;
import static dev.bastion.store.ShadowSql.words;
import static java.util.Objects.requireNonNull;

import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.RevocationEvent;
import java.util.List;

/** The rows of the certificates of people and of real hosts, and of what was revoked otherwise than by a serial. */
final class CertificateRows {

    private static final List<String> TABLES = List.of("certificate", "host_certificate");

    private final ShadowSql sql;

    CertificateRows(ShadowSql sql) {
        this.sql = requireNonNull(sql, "sql is null");
    }

    void apply(CertificateEvent event) {
        switch (event) {
            case CertificateEvent.CertificateSigning signing -> insert(signing);
            case CertificateEvent.HostCertificateSigning signing -> insert(signing);
            case CertificateEvent.CertificateSigned signed -> sign(signed);
            case CertificateEvent.CertificateRevoked revoked -> revoke(revoked);
        }
    }

    /** Serials of people's and hosts' certificates are of one source: one of the two has it. */
    private void sign(CertificateEvent.CertificateSigned signed) {
        for (String table : TABLES) {
            sql.update("UPDATE <t>" + table + " SET signed_at = :at WHERE serial = :serial", signed.at())
                    .bind("serial", signed.serial())
                    .execute();
        }
    }

    private void insert(CertificateEvent.CertificateSigning signing) {
        sql.update("""
                INSERT INTO <t>certificate (serial, person, key_fingerprint, key_id, not_before, not_after, grants,
                    authority, issued_by, signing_at)
                VALUES (:serial, :person, :fingerprint, :keyId, :notBefore, :notAfter, :grants,
                    :authority, :by, :at)""", signing.at())
                .bind("serial", signing.serial())
                .bind("person", text(signing.person()))
                .bind("fingerprint", text(signing.keyFingerprint()))
                .bind("keyId", text(signing.keyId()))
                .bind("notBefore", micros(signing.notBefore()))
                .bind("notAfter", micros(signing.notAfter()))
                .bind("grants", words(signing.grants()))
                .bind("authority", text(signing.authority()))
                .bind("by", text(signing.by()))
                .execute();
    }

    private void insert(CertificateEvent.HostCertificateSigning signing) {
        sql.update("""
                INSERT INTO <t>host_certificate (serial, target, names, key_fingerprint, authority, key_id, not_before,
                    not_after, issued_by, signing_at)
                VALUES (:serial, :target, :names, :fingerprint, :authority, :keyId, :notBefore,
                    :notAfter, :by, :at)""", signing.at())
                .bind("serial", signing.serial())
                .bind("target", text(signing.target()))
                .bind("names", words(signing.names()))
                .bind("fingerprint", text(signing.keyFingerprint()))
                .bind("authority", text(signing.authority()))
                .bind("keyId", text(signing.keyId()))
                .bind("notBefore", micros(signing.notBefore()))
                .bind("notAfter", micros(signing.notAfter()))
                .bind("by", text(signing.by()))
                .execute();
    }

    private void revoke(CertificateEvent.CertificateRevoked revoked) {
        for (String table : TABLES) {
            sql.update("UPDATE <t>" + table + """
                     SET revoked_at = :at, revoked_by = :by, revoked_reason = :reason
                    WHERE serial = :serial""", revoked.at())
                    .bind("serial", revoked.serial())
                    .bind("by", text(revoked.by()))
                    .bind("reason", text(revoked.reason()))
                    .execute();
        }
    }

    void insert(long seq, RevocationEvent.RevocationMade made) {
        sql.update("""
                INSERT INTO <t>revocation (seq, kind, what, revoked_by, reason, at, late)
                VALUES (:seq, :kind, :what, :by, :reason, :at, :late)""", made.at())
                .bind("seq", seq)
                .bind("kind", made.revocation().kind().word())
                .bind("what", text(made.revocation().what()))
                .bind("by", text(made.revocation().by()))
                .bind("reason", text(made.revocation().reason()))
                .bind("late", made.late() ? 1 : 0)
                .execute();
    }
}
