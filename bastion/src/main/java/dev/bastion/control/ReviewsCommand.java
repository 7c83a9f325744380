package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "reviews")
final class ReviewsCommand extends ControlCommand {
    private static final int SHOWN = 50;

    @Option(names = "--all", description = "the whole queue, not the first 50")
    boolean all;

    @Override
    Outcome run(Call call) {
        List<ReviewView> waiting = ReviewView.waitingFor(call);
        List<ReviewView> shown = all ? waiting : waiting.subList(0, Math.min(SHOWN, waiting.size()));
        ArrayNode json = Json.array();
        Table table = new Table("ID", "PERSON", "LOGIN", "TARGETS", "DUE", "MARKS", "DONE", "ASKED");
        shown.forEach(view -> add(view, table, json, call));
        Outcome.Answered answer =
                Outcome.answer(Json.object().put("waiting", waiting.size()).set("reviews", json), Page.of(table));
        if (waiting.isEmpty()) {
            return answer.note("nothing waits for your review");
        }
        Outcome.Answered told = waiting.size() > shown.size()
                ? answer.note("%d more wait behind these".formatted(waiting.size() - shown.size()))
                : answer;
        return told.hint("ssh bastion review %s".formatted(shown.getFirst().id()));
    }

    private static void add(ReviewView view, Table table, ArrayNode json, Call call) {
        Asked asked = Asked.of(view.grant(), call);
        WorkDone done = WorkDone.of(view.sessions(), call);
        ObjectNode object = view.json(call);
        object.set("asked", asked.json());
        object.set("done", done.json(false));
        json.add(object);
        table.row(
                view.id(),
                view.grant().person(),
                view.grant().login(),
                String.join(",", view.grant().targets()),
                new Cell(
                        call.wording().moment(view.review().due()),
                        view.review().overdue(call.now()) ? Tone.BAD : Tone.PLAIN),
                view.marked(call),
                done.inShort(),
                asked.why());
    }

    /** What waits for this person, in short, for the page of {@code ssh bastion} alone. */
    static Table summary(List<ReviewView> waiting, Call call) {
        Table table = new Table("ID", "PERSON", "LOGIN", "TARGETS", "DUE", "MARKS");
        waiting.forEach(view -> table.row(
                view.id(),
                view.grant().person(),
                view.grant().login(),
                String.join(",", view.grant().targets()),
                call.wording().moment(view.review().due()),
                view.marked(call)));
        return table;
    }
}
