package dev.bastion.control;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Person;
import dev.bastion.policy.Review;
import dev.bastion.policy.Reviewers;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A grant that owes a review, with the ledger's word on its sessions. */
record ReviewView(Review review, Grant grant, List<SessionFacts> sessions) {
    ReviewView {
        requireNonNull(review, "review is null");
        requireNonNull(grant, "grant is null");
        sessions = List.copyOf(sessions);
    }

    static ReviewView of(Review review, Call call) {
        return of(
                review,
                call.state().sessions().stream()
                        .filter(session -> session.grant() == review.grant())
                        .toList(),
                call);
    }

    private static ReviewView of(Review review, List<SessionFacts> sessions, Call call) {
        return new ReviewView(review, call.state().grant(review.grant()).orElseThrow(), sessions);
    }

    /** Those that wait for this person's sign-off: what is overdue first, then emergencies, then what stands out, then by time. */
    static List<ReviewView> waitingFor(Call call) {
        Person person = call.person();
        Reviewers reviewers = new Reviewers(call.policy());
        List<Review> open = call.state().openReviews().stream()
                .filter(review ->
                        reviewers.may(person, call.state().grant(review.grant()).orElseThrow(), review))
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Map<Long, List<SessionFacts>> sessions =
                call.state().sessions().stream().collect(groupingBy(SessionFacts::grant));
        return open.stream()
                .map(review -> of(review, sessions.getOrDefault(review.grant(), List.of()), call))
                .sorted(first(call))
                .toList();
    }

    /** The given order, which is that of the due times, stays among equals. */
    private static Comparator<ReviewView> first(Call call) {
        return Comparator.<ReviewView, Boolean>comparing(view -> !view.review().overdue(call.now()))
                .thenComparing(view -> !view.review().breakGlass())
                .thenComparing(view -> !view.standsOut(call));
    }

    /** Whether the ledger knows of something in it that passed unseen. */
    private boolean standsOut(Call call) {
        return sessions.stream()
                .anyMatch(session -> session.state() instanceof SessionState.Broken
                        || Remarks.of(session, call).passedUnseen());
    }

    /** {@code overdue}, {@code break-glass} and what stands out in any of its sessions. */
    List<String> marks(Call call) {
        List<String> marks = new ArrayList<>();
        if (review.overdue(call.now())) {
            marks.add("overdue");
        }
        if (review.breakGlass()) {
            marks.add(Remarks.BREAK_GLASS);
        }
        if (sessions.stream().anyMatch(session -> session.state() instanceof SessionState.Broken)) {
            marks.add("broken off");
        }
        marks.addAll(Remarks.inAll(sessions, call).words());
        return marks;
    }

    Cell marked(Call call) {
        return new Cell(String.join(", ", marks(call)), Tone.BAD);
    }

    String id() {
        return Ids.grant(grant.id());
    }

    /** What is due when, by whom, and how it came out. */
    ObjectNode json(Call call) {
        ObjectNode json = Json.object()
                .put("grant", id())
                .put("person", grant.person())
                .put("rule", review.rule())
                .put("due", Json.time(review.due()))
                .put("overdue", review.overdue(call.now()))
                .put("break_glass", review.breakGlass());
        json.set("marks", Json.strings(marks(call)));
        json.set("reviewers", Json.strings(new Reviewers(call.policy()).of(grant, review)));
        review.signOff()
                .ifPresentOrElse(
                        how -> json.put("reviewed_by", how.by())
                                .put("reviewed_at", Json.time(how.at()))
                                .put("verdict", how.verdict().word())
                                .put("note", how.note()),
                        () -> json.putNull("verdict"));
        call.state().incidents().stream()
                .filter(incident -> incident.grant() == grant.id())
                .forEach(incident -> json.put("incident", Ids.incident(incident.id())));
        return json;
    }
}
