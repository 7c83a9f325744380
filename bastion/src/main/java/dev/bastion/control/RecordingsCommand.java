package dev.bastion.control;

import static java.util.stream.Collectors.partitioningBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "recordings")
final class RecordingsCommand extends ControlCommand {
    private static final int SHOWN = 50;

    @Option(names = "--person", paramLabel = "PERSON", description = "only this person's")
    String person;

    @Option(names = "--target", paramLabel = "TARGET", description = "only on this target, by name or alias")
    String target;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "only those opened since, like 2h, 7d, 2026-11-20 or 2026-11-20T14:00:00Z")
    String since;

    @Option(names = "--all", description = "the whole history, not the newest 50")
    boolean all;

    @Override
    Outcome run(Call call) {
        Instant from = since == null ? Instant.MIN : Typed.since(since, call.now());
        String named = target == null
                ? null
                : call.policy().target(target).map(known -> known.name()).orElse(target);
        List<SessionFacts> found = call.state().sessions().stream()
                .filter(session -> Sight.ofSession(call, session.person(), session.target()))
                .filter(session -> person == null || session.person().equals(person))
                .filter(session -> named == null || session.target().equals(named))
                .filter(session -> !session.opened().isBefore(from))
                .toList();
        Map<Boolean, List<SessionFacts>> parts = found.stream()
                .collect(partitioningBy(session -> Remarks.of(session, call).comeFirst(call, session.target())));
        return answer(
                call,
                Stream.concat(newest(parts.get(true)).stream(), newest(parts.get(false)).stream())
                        .toList());
    }

    /** Taken of each part alone: whoever would hide a session behind fifty others is still found out. */
    private List<SessionFacts> newest(List<SessionFacts> sessions) {
        return all ? sessions : sessions.subList(Math.max(0, sessions.size() - SHOWN), sessions.size());
    }

    private static Outcome answer(Call call, List<SessionFacts> shown) {
        ArrayNode json = Json.array();
        Table table = new Table("ID", "PERSON", "TARGET", "LOGIN", "OPENED", "LASTED", "RECORDING", "MARKS", "END");
        for (SessionFacts session : shown) {
            Recorded recorded = Recorded.of(session, call);
            json.add(recorded.json());
            table.row(
                    Ids.session(session.session()),
                    session.person(),
                    session.target(),
                    session.login(),
                    call.wording().time(session.opened()),
                    lasted(session),
                    condition(recorded, call),
                    recorded.marks(),
                    end(session));
        }
        Outcome.Answered answer = Outcome.answer(Json.object().set("recordings", json), Page.of(table));
        return shown.isEmpty() ? answer.note("nothing was recorded") : answer;
    }

    private static Cell condition(Recorded recorded, Call call) {
        String condition = recorded.condition();
        if (condition.equals("open")
                && call.context().live().find(recorded.facts().session()).isPresent()) {
            return new Cell("live", Tone.WAITING);
        }
        return new Cell(condition, Recorded.tone(condition));
    }

    private static String lasted(SessionFacts session) {
        return switch (session.state()) {
            case SessionState.Open ignored -> "";
            case SessionState.Ended ended -> Wording.length(Duration.between(session.opened(), ended.at()));
            case SessionState.Broken ignored -> "?";
        };
    }

    private static String end(SessionFacts session) {
        return switch (session.state()) {
            case SessionState.Open ignored -> "";
            case SessionState.Ended ended -> ended.cause();
            case SessionState.Broken broken -> "broken: " + broken.why();
        };
    }
}
