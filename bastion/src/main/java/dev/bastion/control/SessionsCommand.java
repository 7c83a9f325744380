package dev.bastion.control;

import static java.util.stream.Collectors.partitioningBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.policy.Ids;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

@Command(name = "sessions")
final class SessionsCommand extends ControlCommand {
    @Override
    Outcome run(Call call) {
        List<LiveSessionFacts> seen = call.context().live().list().stream()
                .filter(session -> Sight.ofSession(call, session.person(), session.target()))
                .toList();
        List<LiveSessionFacts> shown = ordered(seen, call);
        ArrayNode json = Json.array();
        Table table = new Table("ID", "GRANT", "PERSON", "TARGET", "LOGIN", "FROM", "SINCE", "MARKS", "ENDS");
        for (LiveSessionFacts session : shown) {
            json.add(json(session, call));
            table.row(
                    Ids.session(session.session()),
                    Ids.grant(session.grant()),
                    session.person(),
                    session.target(),
                    session.login(),
                    session.source(),
                    call.wording().time(session.since()),
                    Remarks.of(session, call).cell(),
                    call.wording().moment(session.ends()));
        }
        Outcome.Answered answer = Outcome.answer(Json.object().set("sessions", json), Page.of(table));
        List<String> elsewhere = elsewhere(call);
        if (!elsewhere.isEmpty()) {
            return answer.note("at other bastions: " + String.join(", ", elsewhere));
        }
        return shown.isEmpty() ? answer.note("no session lives") : answer;
    }

    private static List<String> elsewhere(Call call) {
        return call.context().live().elsewhere().stream()
                .filter(session -> Sight.ofSession(call, session.person(), session.target()))
                .map(session -> "%s of %s at %s, in %s"
                        .formatted(
                                Ids.session(session.session()),
                                session.person(),
                                session.target(),
                                session.bastion().orElseThrow()))
                .toList();
    }

    private static List<LiveSessionFacts> ordered(List<LiveSessionFacts> sessions, Call call) {
        Map<Boolean, List<LiveSessionFacts>> parts = sessions.stream()
                .collect(partitioningBy(session -> Remarks.of(session, call).comeFirst(call, session.target())));
        return Stream.concat(parts.get(true).stream(), parts.get(false).stream())
                .toList();
    }

    private static ObjectNode json(LiveSessionFacts session, Call call) {
        Remarks remarks = Remarks.of(session, call);
        ObjectNode json = Json.object()
                .put("id", Ids.session(session.session()))
                .put("grant", Ids.grant(session.grant()))
                .put("person", session.person())
                .put("target", session.target())
                .put("login", session.login())
                .put("source", session.source())
                .put("since", Json.time(session.since()))
                .put("ends", Json.time(session.ends()))
                .put("channels", session.channels())
                .put("unrecorded_bytes", session.recorded().unrecorded())
                .put("withheld_lines", session.recorded().withheldLines());
        json.set("masked", remarks.masked().json());
        return json.set("marks", remarks.json());
    }
}
