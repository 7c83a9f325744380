package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionState;
import dev.bastion.policy.text.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How grants ended, and whether any outlived its time. */
final class GrantEndEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<Grant> grants = grounds.grants();
        if (grants.isEmpty()) {
            return new Finding.Nothing("nothing was granted in this span");
        }
        Map<String, Long> ends = grants.stream()
                .map(grant -> grounds.state().grantState(grant.id()).orElseThrow())
                .map(state ->
                        state instanceof GrantState.Ended ended ? ended.how().word() : state.word())
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        Duration longest = grants.stream()
                .map(Grant::length)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Showing()
                .figure("%s, each with an end, the longest of %s: %s"
                        .formatted(
                                counted(grants.size(), "grant", "grants"),
                                Durations.text(longest),
                                listed(ends.entrySet().stream()
                                        .map(end -> end.getValue() + " " + end.getKey())
                                        .toList())))
                .gapOf(
                        "past its end, and the end is not written",
                        grants.stream()
                                .filter(grant ->
                                        !(grounds.state().grantState(grant.id()).orElseThrow()
                                                instanceof GrantState.Ended))
                                .filter(grant -> !grant.inTime(grounds.now()))
                                .map(grant -> Ids.grant(grant.id()))
                                .toList())
                .gapOf("sessions that were open after their grant's end", late(grounds))
                .finding();
    }

    /** A minute for the seal to be written. */
    private static List<String> late(Grounds grounds) {
        return grounds.sessions().stream()
                .filter(session -> session.state() instanceof SessionState.Ended ended
                        && grounds.state()
                                .grantState(session.grant())
                                .filter(state -> state instanceof GrantState.Ended over
                                        && ended.at().isAfter(over.at().plusSeconds(60)))
                                .isPresent())
                .map(session -> Ids.session(session.session()))
                .toList();
    }
}
