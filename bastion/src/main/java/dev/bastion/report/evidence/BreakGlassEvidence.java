package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Grant;
import dev.bastion.policy.Ids;
import java.util.List;

/** What was taken in emergencies, and whether it was reviewed. */
final class BreakGlassEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<String> rules = grounds.rules(rule -> rule.breakGlass().isPresent());
        List<Grant> taken =
                grounds.grants().stream().filter(Grant::isBreakGlass).toList();
        if (rules.isEmpty() && taken.isEmpty()) {
            return new Finding.Nothing("no rule lets anybody break the glass, and nobody did in this span");
        }
        List<String> unreviewed = taken.stream()
                .filter(grant -> grounds.state()
                        .review(grant.id())
                        .filter(review -> !review.waits())
                        .isEmpty())
                .map(grant -> Ids.grant(grant.id()))
                .toList();
        return new Showing()
                .figure("rules with break-glass: %s; taken in this span: %d, reviewed: %d"
                        .formatted(listed(rules), taken.size(), taken.size() - unreviewed.size()))
                .gapOf("taken in an emergency and not reviewed yet", unreviewed)
                .finding();
    }
}
