package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.live.EndCause;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which sessions the bastion or an administrator ended. */
final class TerminationEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        Map<String, Long> ends = grounds.sessions().stream()
                .flatMap(session -> Ends.cause(session).stream())
                .filter(EndCause::forced)
                .map(EndCause::word)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        List<String> killed = grounds.events().of(SessionEvent.SessionKilled.class).stream()
                .map(event -> Ids.session(event.session()) + " by " + event.by())
                .toList();
        if (ends.isEmpty() && killed.isEmpty()) {
            return new Finding.Nothing("the bastion ended no session in this span before its people did");
        }
        return new Showing()
                .figure("sessions that the bastion ended: "
                        + listed(ends.entrySet().stream()
                                .map(end -> end.getValue() + " " + end.getKey())
                                .toList()))
                .figure("by an administrator's hand: " + listed(killed))
                .finding();
    }
}
