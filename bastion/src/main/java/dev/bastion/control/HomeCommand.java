package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ssh bastion} alone: who I am, what I have, what waits for me, and the commands. */
@Command(name = "bastion")
final class HomeCommand extends ControlCommand {
    @Override
    Outcome run(Call call) {
        List<GrantView> grants = GrantsCommand.own(call);
        List<RequestView> waiting = RequestsCommand.waitingFor(call);
        Page page = new Page().line(WhoamiCommand.sentence(call)).blank();
        addGrants(page, grants, call);
        addWaiting(page, waiting, call);
        page.title("commands, each as: ssh %s COMMAND"
                        .formatted(call.context().profile().name()))
                .table(HelpCommand.commands());
        return Outcome.answer(json(call, grants, waiting), page);
    }

    private static void addGrants(Page page, List<GrantView> grants, Call call) {
        if (grants.isEmpty()) {
            page.line("you have no live grant").blank();
            return;
        }
        Table table = GrantView.table();
        grants.forEach(view -> view.addTo(table, call));
        page.title("your grants").table(table).blank();
    }

    private static void addWaiting(Page page, List<RequestView> waiting, Call call) {
        if (!waiting.isEmpty()) {
            RequestsCommand.addTo(page.title("waiting for your answer"), waiting, call)
                    .blank();
        }
    }

    private static ObjectNode json(Call call, List<GrantView> grants, List<RequestView> waiting) {
        ObjectNode json = Json.object().put("person", call.name());
        ArrayNode own = json.putArray("grants");
        grants.forEach(view -> own.add(view.json(call)));
        ArrayNode others = json.putArray("waiting");
        waiting.forEach(view -> others.add(view.json(call)));
        return json;
    }
}
