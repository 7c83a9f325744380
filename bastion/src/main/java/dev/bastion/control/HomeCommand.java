package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Sentences;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ssh bastion} alone: who I am, what I have, what waits for me, and the commands. */
@Command(name = "bastion")
final class HomeCommand extends ControlCommand {
    private static final int SHOWN = 10;

    @Override
    Outcome run(Call call) {
        List<GrantView> grants = GrantsCommand.own(call);
        List<RequestView> waiting = RequestsCommand.waitingFor(call);
        List<ReviewView> reviews = ReviewView.waitingFor(call);
        Page page = new Page().line(WhoamiCommand.sentence(call));
        WhoamiCommand.noticesLost(call).forEach(lost -> page.line(new Cell(lost, Tone.BAD)));
        page.blank();
        addGrants(page, grants, call);
        addWaiting(page, waiting, call);
        addReviews(page, reviews, call);
        page.title("commands, each as: ssh %s COMMAND"
                        .formatted(call.context().profile().name()))
                .table(HelpCommand.commandsWith(call.policy().duties(call.person())));
        return Outcome.answer(json(call, grants, waiting, reviews), page);
    }

    private static void addGrants(Page page, List<GrantView> grants, Call call) {
        if (grants.isEmpty()) {
            page.line("you have no live grant");
            if (!call.policy().targetsOpenTo(call.person()).isEmpty()) {
                page.line(new Cell("hint: " + Sentences.howToAsk("TARGET", "LOGIN"), Tone.PAST));
            }
            page.blank();
            return;
        }
        Table table = GrantView.table();
        grants.forEach(view -> view.addTo(table, call));
        page.title("your grants").table(table).blank();
    }

    private static void addWaiting(Page page, List<RequestView> waiting, Call call) {
        if (!waiting.isEmpty()) {
            String id = Ids.request(waiting.getFirst().request().id());
            RequestsCommand.addTo(page.title("waiting for your answer"), waiting, call)
                    .line(new Cell(
                            "hint: ssh bastion approve %s, or: ssh bastion deny %s --reason TEXT".formatted(id, id),
                            Tone.PAST))
                    .blank();
        }
    }

    private static void addReviews(Page page, List<ReviewView> reviews, Call call) {
        if (reviews.isEmpty()) {
            return;
        }
        page.title("waiting for your review")
                .table(ReviewsCommand.summary(reviews.stream().limit(SHOWN).toList(), call));
        if (reviews.size() > SHOWN) {
            page.line("and %d more: ssh %s reviews"
                    .formatted(reviews.size() - SHOWN, call.context().profile().name()));
        }
        page.blank();
    }

    private static ObjectNode json(
            Call call, List<GrantView> grants, List<RequestView> waiting, List<ReviewView> reviews) {
        ObjectNode json = Json.object().put("person", call.name());
        ArrayNode own = json.putArray("grants");
        grants.forEach(view -> own.add(view.json(call)));
        ArrayNode others = json.putArray("waiting");
        waiting.forEach(view -> others.add(view.json(call)));
        ArrayNode ended = json.putArray("reviews");
        reviews.forEach(view -> ended.add(view.json(call)));
        return json;
    }
}
