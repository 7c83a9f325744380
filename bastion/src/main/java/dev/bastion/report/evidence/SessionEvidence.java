package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sessions, each with who, what, where from, when and how it ended. */
final class SessionEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<SessionFacts> sessions = grounds.sessions();
        if (sessions.isEmpty()) {
            return new Finding.Nothing("no session was opened in this span");
        }
        Map<String, Long> ends = sessions.stream()
                .map(session -> session.state() instanceof SessionState.Ended ended
                        ? ended.cause()
                        : session.state().word())
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return new Showing()
                .figure(
                        "%s of %s on %s, each with person, target, login, source address, grant, start and end: s-%d to s-%d"
                                .formatted(
                                        counted(sessions.size(), "session", "sessions"),
                                        counted(distinct(sessions, SessionFacts::person), "person", "persons"),
                                        counted(distinct(sessions, SessionFacts::target), "target", "targets"),
                                        sessions.getFirst().session(),
                                        sessions.getLast().session()))
                .figure("by how they ended: "
                        + listed(ends.entrySet().stream()
                                .map(end -> end.getValue() + " " + end.getKey())
                                .toList()))
                .gapOf(
                        "without a source address",
                        sessions.stream()
                                .filter(session -> session.source().isBlank())
                                .map(session -> Ids.session(session.session()))
                                .toList())
                .finding();
    }

    private static long distinct(List<SessionFacts> sessions, Function<SessionFacts, String> part) {
        return sessions.stream().map(part).distinct().count();
    }
}
