package dev.bastion.policy;

import dev.bastion.policy.ReviewEvent.GrantReviewed;
import dev.bastion.policy.ReviewEvent.IncidentOpened;
import dev.bastion.policy.ReviewEvent.ReviewDue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The reviews and what they found, as the events say. One thread writes. */
final class ReviewBook {

    /** Open reviews stand in the order in which they are due. */
    private record Due(Instant at, long grant) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(grant, other.grant);
        }
    }

    private final Table<Long, Review> rows;
    private final Table<Due, Long> open;
    private final Table<Long, Long> unsettled;
    private final Table<Long, Incident> incidents;

    ReviewBook() {
        this(Table.base(), Table.base(), Table.base(), Table.base());
    }

    private ReviewBook(
            Table<Long, Review> rows,
            Table<Due, Long> open,
            Table<Long, Long> unsettled,
            Table<Long, Incident> incidents) {
        this.rows = rows;
        this.open = open;
        this.unsettled = unsettled;
        this.incidents = incidents;
    }

    ReviewBook overlay() {
        return new ReviewBook(rows.overlay(), open.overlay(), unsettled.overlay(), incidents.overlay());
    }

    Optional<Review> review(long grant) {
        return rows.row(grant);
    }

    List<Review> open() {
        return open.rows().stream().flatMap(grant -> review(grant).stream()).toList();
    }

    List<Review> overdue(Instant now) {
        return open.rows(new Due(Instant.MIN, 0), new Due(now, Long.MAX_VALUE)).stream()
                .flatMap(grant -> review(grant).stream())
                .toList();
    }

    /** The grants that ended and of which it is not written yet what they owe. */
    List<Long> unsettled() {
        return unsettled.rows();
    }

    Optional<Incident> incident(long id) {
        return incidents.row(id);
    }

    List<Incident> incidents() {
        return incidents.rows();
    }

    void ended(long grant) {
        unsettled.put(grant, grant);
    }

    void due(ReviewDue event, Grant grant) {
        settled(event.grant());
        Review review = new Review(
                grant.id(),
                grant.person(),
                grant.rule(),
                grant.isBreakGlass(),
                event.due(),
                event.by(),
                false,
                Optional.empty());
        rows.put(grant.id(), review);
        open.put(new Due(review.due(), grant.id()), grant.id());
    }

    void notOwed(long grant) {
        settled(grant);
    }

    void overdue(long grant) {
        Review review = waiting(grant);
        if (review.told()) {
            throw new IllegalStateException("that " + Ids.grant(grant) + " is overdue was told twice");
        }
        rows.put(grant, review.asTold());
    }

    void reviewed(GrantReviewed event) {
        Review review = waiting(event.grant());
        if (event.by().equals(review.person())) {
            throw new IllegalStateException(Ids.grant(event.grant()) + " was reviewed by the one whose it was");
        }
        rows.put(
                event.grant(),
                review.signed(new Review.SignOff(event.by(), event.verdict(), event.note(), event.at())));
        open.remove(new Due(review.due(), event.grant()));
    }

    void opened(IncidentOpened event) {
        Review review = review(event.grant())
                .filter(found -> found.signOff()
                        .filter(how -> how.verdict() == Verdict.DEVIATION)
                        .isPresent())
                .orElseThrow(
                        () -> new IllegalStateException(Ids.incident(event.incident()) + " stems from no deviation"));
        if (incidents.row(event.incident()).isPresent()) {
            throw new IllegalStateException("incident " + Ids.incident(event.incident()) + " was opened twice");
        }
        incidents.put(
                event.incident(),
                new Incident(event.incident(), event.grant(), review.person(), event.by(), event.note(), event.at()));
    }

    private void settled(long grant) {
        if (unsettled.row(grant).isEmpty()) {
            throw new IllegalStateException(Ids.grant(grant) + " has not just ended");
        }
        unsettled.remove(grant);
    }

    private Review waiting(long grant) {
        return review(grant)
                .filter(Review::waits)
                .orElseThrow(() -> new IllegalStateException(Ids.grant(grant) + " waits for no review"));
    }
}
