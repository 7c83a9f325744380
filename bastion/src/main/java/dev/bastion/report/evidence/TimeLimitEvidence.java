package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.Rule;
import dev.bastion.policy.rule.Hours;
import dev.bastion.policy.text.Durations;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** For how long and at what hours rules give. */
final class TimeLimitEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        Optional<Rule> longest = grounds.policy().rules().stream()
                .max(Comparator.comparing((Rule rule) -> rule.terms().max()));
        if (longest.isEmpty()) {
            return new Finding.Nothing("the policy has no rule");
        }
        List<String> anyHour = grounds.rules(rule -> rule.use().hours().equals(Hours.ALWAYS));
        return new Showing()
                .figure("every rule gives for a limited time, the longest %s (%s); the site's ceiling: %s"
                        .formatted(
                                Durations.text(longest.get().terms().max()),
                                longest.get().name(),
                                grounds.config()
                                        .policyControl()
                                        .ceiling()
                                        .map(Durations::text)
                                        .orElse("none")))
                .figure("hours of the day limited in %d of %s"
                        .formatted(
                                grounds.policy().rules().size() - anyHour.size(),
                                counted(grounds.policy().rules().size(), "rule", "rules")))
                .gapOf("usable at any hour", anyHour)
                .gapIf(
                        grounds.config().policyControl().ceiling().isEmpty(),
                        "no ceiling holds the rules: policy-control.ceiling")
                .finding();
    }
}
