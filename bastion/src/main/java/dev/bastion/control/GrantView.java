package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.Held;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Review;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A grant as lists and JSON show it. */
record GrantView(Grant grant, GrantState state) {
    GrantView {
        requireNonNull(grant, "grant is null");
        requireNonNull(state, "state is null");
    }

    static GrantView of(Grant grant, Call call) {
        return new GrantView(grant, call.state().grantState(grant.id()).orElseThrow());
    }

    static Table table() {
        return new Table("ID", "PERSON", "TARGETS", "LOGIN", "STATE", "ENDS", "PERMITS");
    }

    /** Whether it may be used now, or started by the next tunnel. */
    boolean usable(Call call) {
        return !(state instanceof GrantState.Ended) && grant.inTime(call.now());
    }

    void addTo(Table table, Call call) {
        table.row(
                Ids.grant(grant.id()),
                grant.person(),
                String.join(",", grant.targets()),
                grant.login(),
                new Cell(
                        word(call)
                                + (grant.isBreakGlass() ? " " + Remarks.BREAK_GLASS : "")
                                + (held(call) ? " held" : ""),
                        tone(call)),
                ends(call),
                String.join(",", RequestView.permits(List.copyOf(grant.permits()))));
    }

    ObjectNode json(Call call) {
        ObjectNode json = Json.object()
                .put("id", Ids.grant(grant.id()))
                .put("request", Ids.request(grant.request()))
                .put("person", grant.person())
                .put("login", grant.login())
                .put("rule", grant.rule())
                .put("state", word(call))
                .put("approved_at", Json.time(grant.approvedAt()))
                .put("length", Json.seconds(grant.length()))
                .put("extensions", grant.extensions())
                .put("break_glass", grant.isBreakGlass())
                .put("held", held(call));
        json.set("targets", Json.strings(grant.targets()));
        json.set("permits", Json.strings(RequestView.permits(List.copyOf(grant.permits()))));
        json.set("approvers", Json.strings(grant.approvers().stream().sorted().toList()));
        Json.put(json, "start", grant.start());
        Json.put(json, "latest_start", grant.latestStart());
        Json.put(json, "end", grant.end());
        json.put("seconds_left", usable(call) ? left(call).toSeconds() : 0);
        if (state instanceof GrantState.Ended ended) {
            json.put("ended_how", ended.how().word())
                    .put("ended_by", ended.by().orElse(null))
                    .put("ended_because", ended.reason())
                    .put("ended_at", Json.time(ended.at()));
            call.state().review(grant.id()).ifPresent(review -> addReview(json, review, call));
        }
        return json;
    }

    private boolean held(Call call) {
        return call.state().hold(Held.ofGrant(grant.id())).isPresent();
    }

    private static void addReview(ObjectNode json, Review review, Call call) {
        json.put("review_due", Json.time(review.due()))
                .put("review_overdue", review.overdue(call.now()))
                .put(
                        "review_verdict",
                        review.signOff().map(how -> how.verdict().word()).orElse(null));
    }

    private Duration left(Call call) {
        return grant.end().map(end -> Duration.between(call.now(), end)).orElse(grant.length());
    }

    /** A grant past its time is over, whether or not that is written yet. */
    private String word(Call call) {
        return state instanceof GrantState.Ended || usable(call) ? state.word() : "ended";
    }

    private String ends(Call call) {
        return switch (state) {
            case GrantState.Ended ended ->
                "%s %s".formatted(ended.how().word(), call.wording().moment(ended.at()));
            case GrantState.Waiting ignored ->
                "%s after first use, by %s"
                        .formatted(
                                Wording.length(grant.length()),
                                call.wording().moment(grant.latestStart().orElseThrow()));
            case GrantState.Live ignored -> {
                Instant end = grant.end().orElseThrow();
                yield call.wording().moment(end);
            }
        };
    }

    private Tone tone(Call call) {
        if (!usable(call)) {
            return Tone.PAST;
        }
        if (grant.isBreakGlass()) {
            return Tone.BAD;
        }
        return state instanceof GrantState.Waiting ? Tone.WAITING : Tone.GOOD;
    }
}
