package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Review;
import dev.bastion.policy.Sentences;
import dev.bastion.policy.SessionEvent.RecordingRead;
import dev.bastion.policy.Verdict;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "review")
final class ReviewCommand extends ControlCommand {
    @Parameters(paramLabel = "GRANT", description = "the grant that has ended, like g-41")
    String id;

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            description = "ok or deviation, which opens an incident; it is shown and not signed off when left out")
    String verdict;

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "what there is to say of it, in every word up to the next option; a deviation needs it")
    String note;

    @Override
    Outcome run(Call call) {
        long grant = Typed.grant(id);
        if (verdict != null) {
            return signed(call, grant);
        }
        if (note != null) {
            throw new UsageException("a note belongs to a verdict", "--verdict ok --note TEXT");
        }
        return shown(call, grant);
    }

    private Outcome signed(Call call, long grant) {
        Verdict found = Verdict.of(verdict)
                .orElseThrow(() -> new UsageException(
                        "'%s' is no verdict".formatted(PlainText.line(verdict, 40)), "--verdict ok, or deviation"));
        Decision decision = call.decide(
                call.context().desk().afterwards().review(call.name(), grant, found, note == null ? "" : note));
        return Decided.outcome(decision, call);
    }

    private static Outcome shown(Call call, long id) {
        Optional<Grant> grant = call.state()
                .grant(id)
                .filter(known -> new dev.bastion.policy.Sight(call.policy()).sees(call.person(), known));
        if (grant.isEmpty()) {
            return Outcome.notFound("grant " + Ids.grant(id), "ssh bastion reviews");
        }
        if (!grant.get().targets().stream().allMatch(target -> Sight.ofRecording(call, target))) {
            return Outcome.refused(
                    "not_allowed",
                    "you do not review all of " + String.join(", ", grant.get().targets()),
                    "ssh bastion whoami");
        }
        return call.state()
                .review(id)
                .map(review -> shown(call, ReviewView.of(review, call)))
                .orElseGet(() ->
                        Decided.refused(call.context().desk().afterwards().notReviewable(call.state(), grant.get())));
    }

    /** What was run and moved is of the recordings, so that reading it here is written down like every reading of them. */
    private static Outcome shown(Call call, ReviewView view) {
        WorkDone done = WorkDone.of(view.sessions(), call);
        view.sessions()
                .forEach(session -> call.read(new RecordingRead(session.session(), call.name(), "review", call.now())));
        Asked asked = Asked.of(view.grant(), call);
        ObjectNode json = Json.object();
        json.set("review", view.json(call));
        json.set("grant", GrantView.of(view.grant(), call).json(call));
        json.set("asked", asked.json());
        json.set("done", done.json(true));
        return hinted(view, done, Outcome.answer(json, page(call, view, asked, done)), call);
    }

    private static Page page(Call call, ReviewView view, Asked asked, WorkDone done) {
        Page page = new Page()
                .title(view.id() + ", " + view.grant().person() + ", "
                        + view.grant().login() + " on "
                        + String.join(", ", view.grant().targets()))
                .line(standing(view, call));
        if (!view.marks(call).isEmpty()) {
            page.line(view.marked(call));
        }
        page.blank().title("asked");
        asked.addTo(page);
        page.blank().title("done");
        if (call.state().grantState(view.grant().id()).orElseThrow() instanceof GrantState.Ended ended) {
            page.line(Sentences.ended(view.grant(), ended, call.now()));
        }
        done.addTo(page, call);
        return page;
    }

    private static String standing(ReviewView view, Call call) {
        Review review = view.review();
        return review.signOff()
                .map(how -> Sentences.reviewed(review.grant(), how, call.now()))
                .orElseGet(() -> "review due at " + call.wording().moment(review.due()));
    }

    private static Outcome hinted(ReviewView view, WorkDone done, Outcome.Answered answer, Call call) {
        Outcome.Answered told = done.replayable()
                .map(session -> answer.hint("ssh -t bastion replay " + session))
                .orElse(answer);
        boolean mine = view.review().waits()
                && new dev.bastion.policy.Reviewers(call.policy()).may(call.person(), view.grant(), view.review());
        return mine
                ? told.hint("ssh bastion review %s --verdict ok --note TEXT, or --verdict deviation --note TEXT"
                        .formatted(view.id()))
                : told;
    }
}
