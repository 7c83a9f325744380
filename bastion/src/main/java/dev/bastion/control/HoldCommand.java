package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Held;
import dev.bastion.policy.Hold;
import dev.bastion.policy.SessionFacts;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "hold")
final class HoldCommand extends ControlCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "GRANT|SESSION",
            description = "what is kept, like g-41 or s-41; lists what is held when left out")
    String id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the ledger")
    String reason;

    @Override
    Outcome run(Call call) {
        if (id == null) {
            return listed(call);
        }
        return Decided.outcome(
                call.decide(call.context()
                        .desk()
                        .afterwards()
                        .hold(call.name(), Typed.held(id), reason == null ? "" : reason)),
                call);
    }

    private static Outcome listed(Call call) {
        List<Hold> shown = call.state().holds().stream()
                .filter(hold -> seen(hold.held(), call))
                .toList();
        ArrayNode json = Json.array();
        Table table = new Table("ID", "BY", "SINCE", "REASON");
        shown.forEach(hold -> {
            json.addObject()
                    .put("id", hold.held().id())
                    .put("by", hold.by())
                    .put("since", Json.time(hold.at()))
                    .put("reason", hold.reason());
            table.row(hold.held().id(), hold.by(), call.wording().time(hold.at()), hold.reason());
        });
        Outcome.Answered answer = Outcome.answer(Json.object().set("holds", json), Page.of(table));
        return shown.isEmpty() ? answer.note("nothing is held") : answer;
    }

    private static boolean seen(Held held, Call call) {
        dev.bastion.policy.Sight sight = new dev.bastion.policy.Sight(call.policy());
        Optional<SessionFacts> session =
                held.session().isPresent() ? call.state().session(held.session().getAsLong()) : Optional.empty();
        Optional<Grant> grant =
                held.grant().isPresent() ? call.state().grant(held.grant().getAsLong()) : Optional.empty();
        return session.filter(known -> sight.sees(call.person(), known)).isPresent()
                || grant.filter(known -> sight.sees(call.person(), known)).isPresent();
    }
}
