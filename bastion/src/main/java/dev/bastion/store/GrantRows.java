package dev.bastion.store;

import static dev.bastion.store.ShadowSql.micros;
import static dev.bastion.store.ShadowSql.permits;
import static dev.bastion.store.ShadowSql.text;
import static dev.bastion.store.ShadowSql.words;
import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEvent;
import java.time.Duration;
import java.time.Instant;

/** The rows of grants, and of the requests that became or lengthened one. */
final class GrantRows {

    private final ShadowSql sql;

    GrantRows(ShadowSql sql) {
        this.sql = requireNonNull(sql, "sql is null");
    }

    void apply(GrantEvent event) {
        switch (event) {
            case GrantEvent.GrantMade made -> insert(made.grant());
            case GrantEvent.GrantStarted started -> start(started);
            case GrantEvent.GrantExtended extended -> extend(extended);
            case GrantEvent.GrantEnded ended -> end(ended);
        }
    }

    private void insert(Grant grant) {
        sql.update("""
                INSERT INTO <t>access_grant (id, request, person, targets, login, permits, rule, approvers, approved_at,
                    start_at, latest_start, length, policy_digest, extensions, break_glass)
                VALUES (:id, :request, :person, :targets, :login, :permits, :rule, :approvers, :at,
                    :start, :latest, :length, :digest, :extensions, :breakGlass)""", grant.approvedAt())
                .bind("id", grant.id())
                .bind("request", grant.request())
                .bind("person", text(grant.person()))
                .bind("targets", words(grant.targets()))
                .bind("login", text(grant.login()))
                .bind("permits", permits(grant.permits()))
                .bind("rule", text(grant.rule()))
                .bind("approvers", words(grant.approvers()))
                .bind("start", micros(grant.start()))
                .bind("latest", micros(grant.latestStart()))
                .bind("length", grant.length().toSeconds())
                .bind("digest", text(grant.policyDigest()))
                .bind("extensions", grant.extensions())
                .bind("breakGlass", grant.breakGlass().map(Duration::toSeconds))
                .execute();
        approve(grant.request(), grant.id(), grant.approvedAt());
    }

    private void approve(long request, long grant, Instant at) {
        sql.update(
                        "UPDATE <t>access_request SET state = 'approved', decided_at = :at, grant_id = :grant WHERE id = :id",
                        at)
                .bind("id", request)
                .bind("grant", grant)
                .execute();
    }

    private void start(GrantEvent.GrantStarted started) {
        sql.update("UPDATE <t>access_grant SET start_at = :at WHERE id = :id", started.at())
                .bind("id", started.grant())
                .execute();
    }

    private void extend(GrantEvent.GrantExtended extended) {
        sql.update("""
                UPDATE <t>access_grant SET length = :length, approvers = :approvers, policy_digest = :digest,
                    extensions = extensions + 1 WHERE id = :id""")
                .bind("id", extended.grant())
                .bind("length", extended.length().toSeconds())
                .bind("approvers", words(extended.approvers()))
                .bind("digest", text(extended.policyDigest()))
                .execute();
        approve(extended.request(), extended.grant(), extended.at());
    }

    private void end(GrantEvent.GrantEnded ended) {
        sql.update("""
                UPDATE <t>access_grant SET ended_at = :at, ended_how = :how, ended_by = :by, ended_reason = :reason,
                    ended_late = :late WHERE id = :id""", ended.at())
                .bind("id", ended.grant())
                .bind("how", ended.how().word())
                .bind("by", text(ended.by()))
                .bind("reason", text(ended.reason()))
                .bind("late", ended.late() ? 1 : 0)
                .execute();
    }
}
