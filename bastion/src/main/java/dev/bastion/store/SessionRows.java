package dev.bastion.store;

import static dev.bastion.store.ShadowSql.text;
import static java.util.Objects.requireNonNull;

import dev.bastion.policy.SessionEvent;
import java.util.Map;

/** The rows of recorded sessions, and of those who read them. */
final class SessionRows {

    private final ShadowSql sql;

    SessionRows(ShadowSql sql) {
        this.sql = requireNonNull(sql, "sql is null");
    }

    void apply(long seq, SessionEvent event) {
        switch (event) {
            case SessionEvent.SessionOpened opened -> insert(opened);
            case SessionEvent.SessionKilled killed -> kill(killed);
            case SessionEvent.SessionEnded ended -> end(ended);
            case SessionEvent.SessionBroken broken -> breakOff(broken);
            case SessionEvent.RecordingRead read -> insert(seq, read);
        }
    }

    private void insert(SessionEvent.SessionOpened opened) {
        sql.update("""
                INSERT INTO <t>recorded_session (id, grant_id, person, target, login, source, form, bastion,
                    opened_at, state)
                VALUES (:id, :grant, :person, :target, :login, :source, :form, :bastion, :at, 'open')""", opened.at())
                .bind("id", opened.session())
                .bind("grant", opened.grant())
                .bind("person", text(opened.person()))
                .bind("target", text(opened.target()))
                .bind("login", text(opened.login()))
                .bind("source", text(opened.source()))
                .bind("form", opened.form().word())
                .bind("bastion", text(opened.bastion()))
                .execute();
    }

    private void kill(SessionEvent.SessionKilled killed) {
        sql.update("UPDATE <t>recorded_session SET killed_by = :by, killed_reason = :reason WHERE id = :id")
                .bind("id", killed.session())
                .bind("by", text(killed.by()))
                .bind("reason", text(killed.reason()))
                .execute();
    }

    private void end(SessionEvent.SessionEnded ended) {
        sql.update("""
                UPDATE <t>recorded_session SET state = 'ended', ended_at = :at, cause = :cause, seal = :seal,
                    unrecorded_bytes = :unrecorded, withheld_lines = :withheld, masked = :masked,
                    late = :late WHERE id = :id""", ended.at())
                .bind("id", ended.session())
                .bind("cause", text(ended.cause()))
                .bind("seal", text(ended.sealSha256()))
                .bind("unrecorded", ended.unrecordedBytes())
                .bind("withheld", ended.withheldLines())
                .bind("masked", ShadowSql.counts(ended.masked().orElse(Map.of())))
                .bind("late", ended.late() ? 1 : 0)
                .execute();
    }

    private void breakOff(SessionEvent.SessionBroken broken) {
        sql.update(
                        "UPDATE <t>recorded_session SET state = 'broken', ended_at = :at, cause = :why WHERE id = :id",
                        broken.at())
                .bind("id", broken.session())
                .bind("why", text(broken.why()))
                .execute();
    }

    private void insert(long seq, SessionEvent.RecordingRead read) {
        sql.update("""
                INSERT INTO <t>recording_read (seq, session, person, how, at)
                VALUES (:seq, :session, :person, :how, :at)""", read.at())
                .bind("seq", seq)
                .bind("session", read.session())
                .bind("person", text(read.person()))
                .bind("how", text(read.how()))
                .execute();
    }
}
