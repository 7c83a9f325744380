package dev.bastion.store;

import static dev.bastion.store.ShadowSql.micros;
import static dev.bastion.store.ShadowSql.text;
import static dev.bastion.store.ShadowSql.words;
import static java.util.Objects.requireNonNull;

import dev.bastion.policy.ReviewEvent;

/** The rows of reviews, and of the incidents that they found. */
final class ReviewRows {

    private final ShadowSql sql;

    ReviewRows(ShadowSql sql) {
        this.sql = requireNonNull(sql, "sql is null");
    }

    void apply(ReviewEvent event) {
        switch (event) {
            case ReviewEvent.ReviewDue due -> insert(due);
            case ReviewEvent.ReviewNotOwed ignored -> {}
            case ReviewEvent.ReviewOverdue overdue -> missed(overdue);
            case ReviewEvent.GrantReviewed reviewed -> review(reviewed);
            case ReviewEvent.IncidentOpened opened -> insert(opened);
        }
    }

    private void missed(ReviewEvent.ReviewOverdue overdue) {
        sql.update("UPDATE <t>grant_review SET overdue_at = :at WHERE grant_id = :grant", overdue.at())
                .bind("grant", overdue.grant())
                .execute();
    }

    private void insert(ReviewEvent.ReviewDue due) {
        sql.update("""
                INSERT INTO <t>grant_review (grant_id, due_at, reviewers, opened_at)
                VALUES (:grant, :due, :reviewers, :at)""", due.at())
                .bind("grant", due.grant())
                .bind("due", micros(due.due()))
                .bind("reviewers", words(due.by()))
                .execute();
    }

    private void review(ReviewEvent.GrantReviewed reviewed) {
        sql.update("""
                UPDATE <t>grant_review SET reviewed_at = :at, reviewed_by = :by, verdict = :verdict, note = :note
                WHERE grant_id = :grant""", reviewed.at())
                .bind("grant", reviewed.grant())
                .bind("by", text(reviewed.by()))
                .bind("verdict", reviewed.verdict().word())
                .bind("note", text(reviewed.note()))
                .execute();
    }

    private void insert(ReviewEvent.IncidentOpened opened) {
        sql.update("""
                INSERT INTO <t>incident (id, grant_id, opened_by, note, opened_at)
                VALUES (:id, :grant, :by, :note, :at)""", opened.at())
                .bind("id", opened.incident())
                .bind("grant", opened.grant())
                .bind("by", text(opened.by()))
                .bind("note", text(opened.note()))
                .execute();
    }
}
