package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.Rule;
import dev.bastion.policy.rule.Confines;
import java.util.List;

/** How little of what there is anybody may ask for. */
final class PrivilegeEvidence implements Evidence {
    private static final long MOST_PAIRS = 250_000;

    @Override
    public Finding in(Grounds grounds) {
        List<Rule> rules = grounds.policy().rules();
        if (rules.isEmpty()) {
            return new Finding.Nothing("the policy has no rule");
        }
        long pairs = (long) grounds.policy().people().size()
                * grounds.policy().targets().size();
        long confined = rules.stream()
                .filter(rule -> !rule.confines().equals(Confines.NONE))
                .count();
        return new Showing()
                .figure("%s, each naming its people, targets, logins and permits; confined to commands or paths: %d"
                        .formatted(counted(rules.size(), "rule", "rules"), confined))
                .figureIf(
                        pairs <= MOST_PAIRS,
                        "of %d pairs of person and target %s may be asked for at all, the others are refused"
                                .formatted(pairs, pairs <= MOST_PAIRS ? Long.toString(open(grounds)) : ""))
                .gapOf(
                        "rules for every target",
                        grounds.rules(rule -> rule.targets().everything()))
                .finding();
    }

    private static long open(Grounds grounds) {
        return grounds.policy().people().stream()
                .mapToLong(person -> grounds.policy().targetsOpenTo(person).size())
                .sum();
    }
}
