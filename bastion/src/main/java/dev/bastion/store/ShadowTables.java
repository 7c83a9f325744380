package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.Consent;
import dev.bastion.policy.FactorEvent;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.Permit;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.ReviewEvent;
import dev.bastion.policy.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Writes what one event means for the tables that lists are read from. From the event alone, never from what a table
 * says already, so that the same leaves always give the same rows.
 *
 * <p>For one thread; the tables are those named, or their likes behind a prefix.
 */
final class ShadowTables {

    /** Every table that is made from the leaves, with the columns by which its rows are told apart. */
    static final List<ShadowTable> ALL = List.of(
            new ShadowTable("access_request", "id"),
            new ShadowTable("approval", "request, person"),
            new ShadowTable("access_grant", "id"),
            new ShadowTable("grant_review", "grant_id"),
            new ShadowTable("incident", "id"),
            new ShadowTable("certificate", "serial"),
            new ShadowTable("recorded_session", "id"),
            new ShadowTable("recording_read", "seq"));

    /** A table and its key. */
    record ShadowTable(String name, String key) {}

    private final Handle handle;
    private final String prefix;

    ShadowTables(Handle handle, String prefix) {
        this.handle = requireNonNull(handle, "handle is null");
        this.prefix = requireNonNull(prefix, "prefix is null");
    }

    /** Writes the rows of one event. */
    void apply(long seq, AccessEvent event) {
        switch (event) {
            case RequestEvent.RequestMade made -> insert(made.request());
            case RequestEvent.RequestApproved approved -> insert(approved);
            case RequestEvent.RequestDenied denied ->
                decide(denied.request(), "denied", denied.at(), Optional.of(denied.by()), denied.reason());
            case RequestEvent.RequestWithdrawn withdrawn ->
                decide(withdrawn.request(), "withdrawn", withdrawn.at(), Optional.empty(), "");
            case RequestEvent.RequestLapsed lapsed ->
                decide(lapsed.request(), "lapsed", lapsed.at(), Optional.empty(), "");
            case GrantEvent.GrantMade made -> insert(made.grant());
            case GrantEvent.GrantStarted started -> start(started);
            case GrantEvent.GrantExtended extended -> extend(extended);
            case GrantEvent.GrantEnded ended -> end(ended);
            case ReviewEvent.ReviewDue due -> insert(due);
            case ReviewEvent.ReviewNotOwed ignored -> {}
            case ReviewEvent.ReviewOverdue overdue ->
                update("UPDATE <t>grant_review SET overdue_at = :at WHERE grant_id = :grant", overdue.at())
                        .bind("grant", overdue.grant())
                        .execute();
            case ReviewEvent.GrantReviewed reviewed -> review(reviewed);
            case ReviewEvent.IncidentOpened opened -> insert(opened);
            case CertificateEvent.CertificateSigning signing -> insert(signing);
            case CertificateEvent.CertificateSigned signed ->
                update("UPDATE <t>certificate SET signed_at = :at WHERE serial = :serial", signed.at())
                        .bind("serial", signed.serial())
                        .execute();
            case CertificateEvent.CertificateRevoked revoked -> revoke(revoked);
            case SessionEvent.SessionOpened opened -> insert(opened);
            case SessionEvent.SessionKilled killed -> kill(killed);
            case SessionEvent.SessionEnded ended -> end(ended);
            case SessionEvent.SessionBroken broken -> breakOff(broken);
            case SessionEvent.RecordingRead read -> insert(seq, read);
            case FactorEvent.FactorEnrolled ignored -> {}
            case FactorEvent.FactorProved ignored -> {}
            case FactorEvent.FactorFailed ignored -> {}
            case FactorEvent.FactorRemoved ignored -> {}
            case PersonEvent.PersonDisabled ignored -> {}
            case PersonEvent.PersonEnabled ignored -> {}
            case PersonEvent.PersonUsed ignored -> {}
            case PersonEvent.PeopleAppeared ignored -> {}
            case PersonEvent.AccessRecurring ignored -> {}
            case BastionEvent.PolicyAccepted ignored -> {}
            case BastionEvent.BastionStarted ignored -> {}
            case BastionEvent.BastionStopped ignored -> {}
            case BastionEvent.LedgerRestored ignored -> {}
            case BastionEvent.LoginsRefused ignored -> {}
        }
    }

    private void insert(AccessRequest request) {
        update("""
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
        update("""
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
        update("""
                UPDATE <t>access_request SET state = :state, decided_at = :at, decided_by = :by,
                    decision_reason = :reason WHERE id = :id""", at)
                .bind("id", request)
                .bind("state", state)
                .bind("by", text(by))
                .bind("reason", text(reason))
                .execute();
    }

    private void approve(long request, long grant, Instant at) {
        update(
                        "UPDATE <t>access_request SET state = 'approved', decided_at = :at, grant_id = :grant WHERE id = :id",
                        at)
                .bind("id", request)
                .bind("grant", grant)
                .execute();
    }

    private void insert(Grant grant) {
        update("""
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

    private void start(GrantEvent.GrantStarted started) {
        update("UPDATE <t>access_grant SET start_at = :at WHERE id = :id", started.at())
                .bind("id", started.grant())
                .execute();
    }

    private void extend(GrantEvent.GrantExtended extended) {
        update("""
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
        update("""
                UPDATE <t>access_grant SET ended_at = :at, ended_how = :how, ended_by = :by, ended_reason = :reason,
                    ended_late = :late WHERE id = :id""", ended.at())
                .bind("id", ended.grant())
                .bind("how", ended.how().word())
                .bind("by", text(ended.by()))
                .bind("reason", text(ended.reason()))
                .bind("late", ended.late() ? 1 : 0)
                .execute();
    }

    private void insert(ReviewEvent.ReviewDue due) {
        update("""
                INSERT INTO <t>grant_review (grant_id, due_at, reviewers, opened_at)
                VALUES (:grant, :due, :reviewers, :at)""", due.at())
                .bind("grant", due.grant())
                .bind("due", micros(due.due()))
                .bind("reviewers", words(due.by()))
                .execute();
    }

    private void review(ReviewEvent.GrantReviewed reviewed) {
        update("""
                UPDATE <t>grant_review SET reviewed_at = :at, reviewed_by = :by, verdict = :verdict, note = :note
                WHERE grant_id = :grant""", reviewed.at())
                .bind("grant", reviewed.grant())
                .bind("by", text(reviewed.by()))
                .bind("verdict", reviewed.verdict().word())
                .bind("note", text(reviewed.note()))
                .execute();
    }

    private void insert(ReviewEvent.IncidentOpened opened) {
        update("""
                INSERT INTO <t>incident (id, grant_id, opened_by, note, opened_at)
                VALUES (:id, :grant, :by, :note, :at)""", opened.at())
                .bind("id", opened.incident())
                .bind("grant", opened.grant())
                .bind("by", text(opened.by()))
                .bind("note", text(opened.note()))
                .execute();
    }

    private void insert(CertificateEvent.CertificateSigning signing) {
        update("""
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
        update("""
                UPDATE <t>certificate SET revoked_at = :at, revoked_by = :by, revoked_reason = :reason
                WHERE serial = :serial""", revoked.at())
                .bind("serial", revoked.serial())
                .bind("by", text(revoked.by()))
                .bind("reason", text(revoked.reason()))
                .execute();
    }

    private void insert(SessionEvent.SessionOpened opened) {
        update("""
                INSERT INTO <t>recorded_session (id, grant_id, person, target, login, source, form, opened_at, state)
                VALUES (:id, :grant, :person, :target, :login, :source, :form, :at, 'open')""", opened.at())
                .bind("id", opened.session())
                .bind("grant", opened.grant())
                .bind("person", text(opened.person()))
                .bind("target", text(opened.target()))
                .bind("login", text(opened.login()))
                .bind("source", text(opened.source()))
                .bind("form", opened.form().word())
                .execute();
    }

    private void kill(SessionEvent.SessionKilled killed) {
        update("UPDATE <t>recorded_session SET killed_by = :by, killed_reason = :reason WHERE id = :id")
                .bind("id", killed.session())
                .bind("by", text(killed.by()))
                .bind("reason", text(killed.reason()))
                .execute();
    }

    private void end(SessionEvent.SessionEnded ended) {
        update("""
                UPDATE <t>recorded_session SET state = 'ended', ended_at = :at, cause = :cause, seal = :seal,
                    unrecorded_bytes = :unrecorded, withheld_lines = :withheld, late = :late WHERE id = :id""", ended.at())
                .bind("id", ended.session())
                .bind("cause", text(ended.cause()))
                .bind("seal", text(ended.sealSha256()))
                .bind("unrecorded", ended.unrecordedBytes())
                .bind("withheld", ended.withheldLines())
                .bind("late", ended.late() ? 1 : 0)
                .execute();
    }

    private void breakOff(SessionEvent.SessionBroken broken) {
        update(
                        "UPDATE <t>recorded_session SET state = 'broken', ended_at = :at, cause = :why WHERE id = :id",
                        broken.at())
                .bind("id", broken.session())
                .bind("why", text(broken.why()))
                .execute();
    }

    private void insert(long seq, SessionEvent.RecordingRead read) {
        update("""
                INSERT INTO <t>recording_read (seq, session, person, how, at)
                VALUES (:seq, :session, :person, :how, :at)""", read.at())
                .bind("seq", seq)
                .bind("session", read.session())
                .bind("person", text(read.person()))
                .bind("how", text(read.how()))
                .execute();
    }

    private Update update(String sql) {
        return handle.createUpdate(sql).define("t", prefix);
    }

    private Update update(String sql, Instant at) {
        return update(sql).bind("at", micros(at));
    }

    /** PostgreSQL keeps no NUL in a text; the leaf has it all the same. */
    private static String text(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static Optional<String> text(Optional<String> text) {
        return text.map(ShadowTables::text);
    }

    private static String words(Collection<?> values) {
        return text(values.stream().map(Object::toString).collect(Collectors.joining(" ")));
    }

    private static String permits(Collection<Permit> permits) {
        return permits.stream().map(Permit::word).collect(Collectors.joining(" "));
    }

    private static Optional<Long> number(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static Optional<Long> micros(Optional<Instant> time) {
        return time.map(ShadowTables::micros);
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
