package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Grant;
import dev.bastion.policy.Ids;
import dev.bastion.policy.RequestState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether somebody else agreed to each grant. */
final class ApprovalEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<Grant> grants = grounds.grants();
        if (grants.isEmpty()) {
            return new Finding.Nothing("nothing was granted in this span");
        }
        List<Grant> alone = grants.stream()
                .filter(grant -> grant.approvers().isEmpty() && !grant.isBreakGlass())
                .toList();
        long broken = grants.stream().filter(Grant::isBreakGlass).count();
        long own = grants.stream()
                .filter(grant -> grant.approvers().contains(grant.person()))
                .count();
        return new Showing()
                .figure(
                        "%s: %d approved by somebody else, %d by a rule itself, %d by breaking the glass; %d by the one who asked"
                                .formatted(
                                        counted(grants.size(), "grant", "grants"),
                                        grants.size() - alone.size() - broken,
                                        alone.size(),
                                        broken,
                                        own))
                .figure(refused(grounds))
                .gapOf(
                        "given by a rule itself, without anybody's approval",
                        alone.stream()
                                .map(grant -> Ids.grant(grant.id()) + " (" + grant.rule() + ")")
                                .toList())
                .gapOf(
                        "rules that approve by themselves",
                        grounds.rules(rule -> rule.agreement().byItself().isPresent()))
                .finding();
    }

    private static String refused(Grounds grounds) {
        Map<String, Long> states = grounds.requests().stream()
                .flatMap(request -> grounds.state().requestState(request.id()).stream())
                .collect(Collectors.groupingBy(RequestState::word, TreeMap::new, Collectors.counting()));
        return "requests: "
                + listed(states.entrySet().stream()
                        .map(state -> state.getValue() + " " + state.getKey())
                        .toList());
    }
}
