package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import java.util.List;

/** From which networks grants may be used. */
final class SourceEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<String> anywhere = grounds.rules(rule -> rule.use().sources().isEmpty());
        int rules = grounds.policy().rules().size();
        if (anywhere.size() == rules) {
            return new Finding.Nothing("no rule limits the networks that connections may come from");
        }
        return new Showing()
                .figure("source networks limited in %d of %s"
                        .formatted(rules - anywhere.size(), counted(rules, "rule", "rules")))
                .gapOf("usable from anywhere", anywhere)
                .finding();
    }
}
