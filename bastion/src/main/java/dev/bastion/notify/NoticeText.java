package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.Ids;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.Review;
import dev.bastion.policy.text.Durations;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A notice as people read it, before it is made fit for one channel. What somebody wrote of their own stands among the facts
 * and nowhere else, still as they wrote it: each channel makes it harmless in its own way.
 *
 * @param headline one sentence without anybody's own words
 * @param facts what there is to know besides
 * @param commands what to type, to the letter
 */
record NoticeText(String headline, List<Line> facts, List<Line> commands) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    NoticeText {
        requireNonNull(headline, "headline is null");
        facts = List.copyOf(facts);
        commands = List.copyOf(commands);
    }

    /** What it is called, and what it is. */
    record Line(String label, String text) {
        Line {
            requireNonNull(label, "label is null");
            requireNonNull(text, "text is null");
        }
    }

    /**
     * In words.
     *
     * @param bastion what people type after {@code ssh}
     */
    static NoticeText of(Notice notice, String bastion) {
        return switch (notice) {
            case Notice.Wanted wanted -> wanted(wanted, "ssh " + bastion + " ");
            case Notice.Settled settled -> settled(settled, "ssh " + bastion + " ");
            case Notice.TakenAway taken -> takenAway(taken);
            case Notice.GlassBroken broken -> glassBroken(broken, "ssh " + bastion + " ");
            case Notice.ReviewWanted wanted -> reviewWanted(wanted, "ssh " + bastion + " ");
            case Notice.IncidentFound found -> incident(found, "ssh " + bastion + " ");
            case Notice.ShutOut out -> shutOut(out);
            case Notice.Recurring again -> recurring(again);
            case Notice.PolicyRefused refused -> policyRefused(refused);
        };
    }

    private static NoticeText wanted(Notice.Wanted notice, String ssh) {
        AccessRequest request = notice.request();
        List<Line> facts = words(request);
        notice.needed()
                .filter(count -> count > 1)
                .ifPresent(count -> facts.add(new Line("approvals", count + " needed")));
        facts.add(new Line("rule", request.rule()));
        facts.add(new Line("lapses", moment(request.lapsesAt())));
        return new NoticeText(
                asks(request),
                facts,
                List.of(
                        new Line("to approve", ssh + "approve " + notice.subject()),
                        new Line("to deny", ssh + "deny " + notice.subject() + " --reason TEXT")));
    }

    private static String asks(AccessRequest request) {
        String id = Ids.request(request.id());
        String length = Durations.text(request.length());
        return request.extendsGrant().isPresent()
                ? "%s: %s asks for %s more of %s (%s)"
                        .formatted(
                                id,
                                request.person(),
                                length,
                                Ids.grant(request.extendsGrant().getAsLong()),
                                place(request.login(), request.targets()))
                : "%s: %s asks for %s for %s"
                        .formatted(id, request.person(), place(request.login(), request.targets()), length);
    }

    private static NoticeText settled(Notice.Settled notice, String ssh) {
        String headline = switch (notice.state()) {
            case RequestState.Pending ignored -> throw new IllegalStateException("a settled request waits");
            case RequestState.Approved ignored -> approved(notice);
            case RequestState.Denied denied -> notice.subject() + " was denied by " + denied.by();
            case RequestState.Withdrawn ignored ->
                notice.subject() + " was withdrawn by " + notice.request().person();
            case RequestState.Lapsed ignored -> notice.subject() + " lapsed: nobody answered in time";
        };
        List<Line> facts = new ArrayList<>(List.of(new Line("asked", asks(notice.request()))));
        facts.addAll(words(notice.request()));
        facts.addAll(answers(notice.state()));
        return new NoticeText(
                headline,
                facts,
                notice.grant().isPresent()
                        ? List.of(new Line("to use it", ssh + "cert > ~/.ssh/id_ed25519-cert.pub"))
                        : List.of());
    }

    private static List<Line> answers(RequestState state) {
        return switch (state) {
            case RequestState.Approved approved ->
                approved.approvals().stream()
                        .filter(approval -> !approval.consent().note().isBlank())
                        .map(approval -> new Line(
                                approval.by() + " says", approval.consent().note()))
                        .toList();
            case RequestState.Denied denied -> List.of(new Line("denied because", denied.reason()));
            case RequestState.Pending ignored -> List.of();
            case RequestState.Withdrawn ignored -> List.of();
            case RequestState.Lapsed ignored -> List.of();
        };
    }

    private static String approved(Notice.Settled notice) {
        return notice.grant()
                .map(grant -> notice.subject() + " is approved"
                        + (grant.approvers().isEmpty() ? "" : " by " + String.join(", ", grant.approvers())) + ": "
                        + gives(grant))
                .orElse(notice.subject() + " is approved");
    }

    /** With the day: it may be read on another. */
    private static String gives(Grant grant) {
        String what = "%s gives %s %s ".formatted(Ids.grant(grant.id()), grant.person(), place(grant));
        return grant.end()
                .map(end -> what + "until " + moment(end))
                .orElseGet(() -> what + "for " + Durations.text(grant.length()) + " from first use, which must come by "
                        + moment(grant.latestStart().orElseThrow()));
    }

    private static NoticeText takenAway(Notice.TakenAway notice) {
        Grant grant = notice.grant();
        GrantState.Ended end = notice.end();
        String by = end.by().map(person -> " by " + person).orElse("");
        return new NoticeText(
                "%s of %s (%s) ended: %s%s"
                        .formatted(
                                notice.subject(),
                                grant.person(),
                                place(grant),
                                end.how().word().replace('-', ' '),
                                by),
                end.reason().isBlank() ? List.of() : List.of(new Line("reason", end.reason())),
                List.of());
    }

    private static NoticeText glassBroken(Notice.GlassBroken notice, String ssh) {
        Grant grant = notice.grant();
        List<Line> facts = words(notice.request());
        facts.add(new Line("rule", grant.rule()));
        return new NoticeText(
                "%s: in an emergency %s took %s until %s"
                        .formatted(notice.subject(), grant.person(), place(grant), moment(grant.lastEnd())),
                facts,
                List.of(new Line("to end it", ssh + "revoke " + notice.subject() + " --reason TEXT")));
    }

    private static NoticeText reviewWanted(Notice.ReviewWanted notice, String ssh) {
        Review review = notice.review();
        String what = "%s of %s (%s)".formatted(notice.subject(), notice.grant().person(), place(notice.grant()));
        return new NoticeText(
                notice.overdue()
                        ? "%s was to be reviewed by %s".formatted(what, moment(review.due()))
                        : "%s is to be reviewed by %s".formatted(what, moment(review.due())),
                review.breakGlass() ? List.of(new Line("taken", "in an emergency, without approval")) : List.of(),
                List.of(
                        new Line("to look at it", ssh + "review " + notice.subject()),
                        new Line("to sign it off", ssh + "review " + notice.subject() + " --verdict ok")));
    }

    private static NoticeText incident(Notice.IncidentFound notice, String ssh) {
        String grant = Ids.grant(notice.grant().id());
        return new NoticeText(
                "%s: %s found a deviation in %s of %s (%s)"
                        .formatted(
                                notice.subject(),
                                notice.incident().by(),
                                grant,
                                notice.grant().person(),
                                place(notice.grant())),
                List.of(new Line("what", notice.incident().note())),
                List.of(new Line("the evidence", ssh + "review " + grant)));
    }

    private static NoticeText shutOut(Notice.ShutOut notice) {
        return new NoticeText(
                notice.person() + " was shut out"
                        + notice.by().map(person -> " by " + person).orElse(""),
                notice.reason().isBlank() ? List.of() : List.of(new Line("reason", notice.reason())),
                List.of());
    }

    private static NoticeText recurring(Notice.Recurring notice) {
        return new NoticeText(
                "%s was given %s %d times within thirty days: rule '%s' should be looked at"
                        .formatted(notice.person(), notice.target(), notice.times(), notice.rule()),
                List.of(),
                List.of());
    }

    private static NoticeText policyRefused(Notice.PolicyRefused notice) {
        return new NoticeText(
                "a new text of access.yaml is not in force: it bears %d of %d signatures"
                        .formatted(notice.signedBy().size(), notice.needed()),
                List.of(
                        new Line("SHA-256 of the text", notice.digest()),
                        new Line(
                                "signed by",
                                notice.signedBy().isEmpty() ? "nobody" : String.join(", ", notice.signedBy()))),
                List.of());
    }

    private static List<Line> words(AccessRequest request) {
        List<Line> words = new ArrayList<>();
        if (!request.reason().isBlank()) {
            words.add(new Line("reason", request.reason()));
        }
        request.ticket().ifPresent(text -> words.add(new Line("ticket", text)));
        return words;
    }

    private static String place(Grant grant) {
        return place(grant.login(), grant.targets());
    }

    private static String place(String login, List<String> targets) {
        return login + " on " + String.join(", ", targets);
    }

    static String moment(Instant at) {
        return MOMENT.format(at.atOffset(ZoneOffset.UTC));
    }
}
