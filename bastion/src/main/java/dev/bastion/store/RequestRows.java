package dev.bastion.store;

import static dev.bastion.store.ShadowSql.micros;
import static dev.bastion.store.ShadowSql.number;
import static dev.bastion.store.ShadowSql.permits;
import static dev.bastion.store.ShadowSql.text;
import static dev.bastion.store.ShadowSql.words;
import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Consent;
import dev.bastion.policy.RequestEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The rows of requests and of those who agreed. */
final class RequestRows {

    private final ShadowSql sql;

    RequestRows(ShadowSql sql) {
        this.sql = requireNonNull(sql, "sql is null");
    }

    void apply(RequestEvent event) {
        switch (event) {
            case RequestEvent.RequestMade made -> insert(made.request());
            case RequestEvent.RequestApproved approved -> insert(approved);
            case RequestEvent.RequestDenied denied ->
                decide(denied.request(), "denied", denied.at(), Optional.of(denied.by()), denied.reason());
            case RequestEvent.RequestWithdrawn withdrawn ->
                decide(withdrawn.request(), "withdrawn", withdrawn.at(), Optional.empty(), "");
            case RequestEvent.RequestLapsed lapsed ->
                decide(lapsed.request(), "lapsed", lapsed.at(), Optional.empty(), "");
        }
    }

    private void insert(AccessRequest request) {
        sql.update("""
                INSERT INTO <t>access_request (id, person, targets, login, permits, length, reason, ticket, rule, at,
                    lapses_at, extends_grant, state)
                VALUES (:id, :person, :targets, :login, :permits, :length, :reason, :ticket, :rule, :at,
                    :lapses, :extends, 'pending')""", request.at())
                .bind("id", request.id())
                .bind("person", text(request.person()))
                .bind("targets", words(request.targets()))
                .bind("login", text(request.login()))
                .bind("permits", permits(request.permits()))
                .bind("length", request.length().toSeconds())
                .bind("reason", text(request.reason()))
                .bind("ticket", text(request.ticket()))
                .bind("rule", text(request.rule()))
                .bind("lapses", micros(request.lapsesAt()))
                .bind("extends", number(request.extendsGrant()))
                .execute();
    }

    private void insert(RequestEvent.RequestApproved approved) {
        Consent consent = approved.consent().orElse(Consent.WHOLE);
        sql.update("""
                INSERT INTO <t>approval (request, person, length, targets, note, at)
                VALUES (:request, :person, :length, :targets, :note, :at)""", approved.at())
                .bind("request", approved.request())
                .bind("person", text(approved.by()))
                .bind("length", consent.length().map(Duration::toSeconds))
                .bind("targets", words(consent.targets()))
                .bind("note", text(consent.note()))
                .execute();
    }

    private void decide(long request, String state, Instant at, Optional<String> by, String reason) {
        sql.update("""
                UPDATE <t>access_request SET state = :state, decided_at = :at, decided_by = :by,
                    decision_reason = :reason WHERE id = :id""", at)
                .bind("id", request)
                .bind("state", state)
                .bind("by", text(by))
                .bind("reason", text(reason))
                .execute();
    }
}
