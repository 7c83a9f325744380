package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Ids;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "sessions")
final class SessionsCommand extends ControlCommand {
    @Override
    Outcome run(Call call) {
        List<LiveSessionFacts> shown = call.context().live().list().stream()
                .filter(session -> Sight.ofSession(call, session.person(), session.target()))
                .toList();
        ArrayNode json = Json.array();
        Table table = new Table("ID", "GRANT", "PERSON", "TARGET", "LOGIN", "FROM", "SINCE", "ENDS");
        for (LiveSessionFacts session : shown) {
            json.add(json(session));
            table.row(
                    Ids.session(session.session()),
                    Ids.grant(session.grant()),
                    session.person(),
                    session.target(),
                    session.login(),
                    session.source(),
                    call.wording().time(session.since()),
                    call.wording().moment(session.ends()));
        }
        Outcome.Answered answer = Outcome.answer(Json.object().set("sessions", json), Page.of(table));
        return shown.isEmpty() ? answer.note("no session lives") : answer;
    }

    private static ObjectNode json(LiveSessionFacts session) {
        return Json.object()
                .put("id", Ids.session(session.session()))
                .put("grant", Ids.grant(session.grant()))
                .put("person", session.person())
                .put("target", session.target())
                .put("login", session.login())
                .put("source", session.source())
                .put("since", Json.time(session.since()))
                .put("ends", Json.time(session.ends()))
                .put("channels", session.channels());
    }
}
