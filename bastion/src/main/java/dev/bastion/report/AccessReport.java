package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Permit;
import dev.bastion.policy.Review;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import dev.bastion.policy.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who had access to what in a span: each grant that gave any, with why, who agreed, for how long, whether it was used, how
 * it ended, and how it was reviewed. For one thread.
 */
public final class AccessReport {
    private static final List<String> COLUMNS = List.of(
            "grant",
            "person",
            "login",
            "targets",
            "permits",
            "reason",
            "ticket",
            "rule",
            "approvers",
            "break_glass",
            "approved_at",
            "start",
            "end",
            "ended",
            "sessions",
            "time_used",
            "unrecorded_bytes",
            "withheld_lines",
            "masked",
            "review");

    private final AccessState state;
    private final Instant now;
    private final Map<Long, List<SessionFacts>> sessions;

    /** From what the ledger says, at that moment. */
    public AccessReport(AccessState state, Instant now) {
        this.state = requireNonNull(state, "state is null");
        this.now = requireNonNull(now, "now is null");
        this.sessions = state.sessions().stream().collect(Collectors.groupingBy(SessionFacts::grant));
    }

    /** Of those grants that may be shown. */
    public Report over(Span span, Predicate<Grant> shown) {
        List<List<String>> rows = state.grants().stream()
                .filter(shown)
                .filter(grant -> span.meets(grant.approvedAt(), over(grant)))
                .map(this::row)
                .toList();
        return new Report(
                "Access from " + Report.time(span.since()) + " to " + Report.time(span.until()),
                List.of(rows.size() + " grants; times are UTC"),
                COLUMNS,
                rows);
    }

    /** The moment from which the grant gives nothing any more; that it still may, when it has not ended. */
    private Instant over(Grant grant) {
        return state.grantState(grant.id()).orElseThrow() instanceof GrantState.Ended ended
                ? ended.at()
                : grant.lastEnd();
    }

    private List<String> row(Grant grant) {
        Optional<AccessRequest> request = state.request(grant.request());
        List<SessionFacts> used = sessions.getOrDefault(grant.id(), List.of());
        return List.of(
                Ids.grant(grant.id()),
                grant.person(),
                grant.login(),
                listed(grant.targets()),
                listed(grant.permits().stream().map(Permit::word).toList()),
                request.map(AccessRequest::reason).orElse(""),
                request.flatMap(AccessRequest::ticket).orElse(""),
                grant.rule(),
                listed(grant.approvers()),
                grant.isBreakGlass() ? "yes" : "no",
                Report.time(grant.approvedAt()),
                grant.start().map(Report::time).orElse(""),
                Report.time(over(grant)),
                ended(grant),
                Integer.toString(used.size()),
                Durations.text(timeUsed(used)),
                Long.toString(used.stream().mapToLong(AccessReport::unrecorded).sum()),
                Integer.toString(used.stream().mapToInt(AccessReport::withheld).sum()),
                Long.toString(used.stream().mapToLong(AccessReport::masked).sum()),
                review(grant));
    }

    private String ended(Grant grant) {
        return switch (state.grantState(grant.id()).orElseThrow()) {
            case GrantState.Waiting waiting -> waiting.word();
            case GrantState.Live live -> live.word();
            case GrantState.Ended ended ->
                ended.how().word() + ended.by().map(by -> " by " + by).orElse("");
        };
    }

    private String review(Grant grant) {
        Optional<Review> review = state.review(grant.id());
        if (review.isEmpty()) {
            return "none owed";
        }
        return review.get()
                .signOff()
                .map(done -> done.verdict().word() + " by " + done.by() + " at " + Report.time(done.at()))
                .orElseGet(() -> (review.get().overdue(now) ? "overdue since " : "due ")
                        + Report.time(review.get().due()));
    }

    /** Sessions beside each other each count: two hours of work in one are two hours. */
    private Duration timeUsed(List<SessionFacts> used) {
        return used.stream()
                .map(session -> Duration.between(session.opened(), end(session)))
                .filter(Duration::isPositive)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private Instant end(SessionFacts session) {
        return switch (session.state()) {
            case SessionState.Open open -> now;
            case SessionState.Ended ended -> ended.at();
            case SessionState.Broken broken -> broken.at();
        };
    }

    private static long unrecorded(SessionFacts session) {
        return session.state() instanceof SessionState.Ended ended ? ended.unrecordedBytes() : 0;
    }

    private static int withheld(SessionFacts session) {
        return session.state() instanceof SessionState.Ended ended ? ended.withheldLines() : 0;
    }

    private static long masked(SessionFacts session) {
        return session.state() instanceof SessionState.Ended ended
                ? ended.masked().values().stream().mapToLong(Long::longValue).sum()
                : 0;
    }

    private static String listed(Collection<String> words) {
        return String.join(" ", words);
    }
}
