package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Duty;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Person;
import java.util.List;

/** Who there is, with which duties, and which rules anybody uses. */
final class InventoryEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<String> used =
                grounds.grants().stream().map(Grant::rule).distinct().toList();
        return new Showing()
                .figure("the policy names %s, %s and %s"
                        .formatted(
                                counted(grounds.policy().people().size(), "person", "persons"),
                                counted(grounds.policy().targets().size(), "target", "targets"),
                                counted(grounds.policy().rules().size(), "rule", "rules")))
                .figure("administer: " + listed(with(grounds, Duty.ADMINISTER)))
                .figure("review: " + listed(with(grounds, Duty.REVIEW)))
                .figure("approve: " + listed(with(grounds, Duty.APPROVE)))
                .gapOf(
                        "rules under which nothing was granted in this span",
                        grounds.rules(rule -> !used.contains(rule.name())))
                .finding();
    }

    private static List<String> with(Grounds grounds, Duty duty) {
        return grounds.policy().people().stream()
                .filter(person -> grounds.policy().duties(person).contains(duty))
                .map(Person::name)
                .toList();
    }
}
