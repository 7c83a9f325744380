package dev.bastion.store;

import static dev.bastion.store.ShadowSql.micros;
import static dev.bastion.store.ShadowSql.text;
import static dev.bastion.store.ShadowSql.words;
import static java.util.Objects.requireNonNull;

import dev.bastion.policy.CertificateEvent;

/** The rows of the certificates that the access authority was asked for. */
final class CertificateRows {

    private final ShadowSql sql;

    CertificateRows(ShadowSql sql) {
        this.sql = requireNonNull(sql, "sql is null");
    }

    void apply(CertificateEvent event) {
        switch (event) {
            case CertificateEvent.CertificateSigning signing -> insert(signing);
            case CertificateEvent.CertificateSigned signed -> sign(signed);
            case CertificateEvent.CertificateRevoked revoked -> revoke(revoked);
        }
    }

    private void sign(CertificateEvent.CertificateSigned signed) {
        sql.update("UPDATE <t>certificate SET signed_at = :at WHERE serial = :serial", signed.at())
                .bind("serial", signed.serial())
                .execute();
    }

    private void insert(CertificateEvent.CertificateSigning signing) {
        sql.update("""
                INSERT INTO <t>certificate (serial, person, key_fingerprint, key_id, not_before, not_after, grants,
                    signing_at)
                VALUES (:serial, :person, :fingerprint, :keyId, :notBefore, :notAfter, :grants, :at)""", signing.at())
                .bind("serial", signing.serial())
                .bind("person", text(signing.person()))
                .bind("fingerprint", text(signing.keyFingerprint()))
                .bind("keyId", text(signing.keyId()))
                .bind("notBefore", micros(signing.notBefore()))
                .bind("notAfter", micros(signing.notAfter()))
                .bind("grants", words(signing.grants()))
                .execute();
    }

    private void revoke(CertificateEvent.CertificateRevoked revoked) {
        sql.update("""
                UPDATE <t>certificate SET revoked_at = :at, revoked_by = :by, revoked_reason = :reason
                WHERE serial = :serial""", revoked.at())
                .bind("serial", revoked.serial())
                .bind("by", text(revoked.by()))
                .bind("reason", text(revoked.reason()))
                .execute();
    }
}
