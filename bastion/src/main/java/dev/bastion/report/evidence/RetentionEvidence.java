package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.rule.Retention;
import dev.bastion.policy.text.Durations;
import dev.bastion.report.Report;
import java.time.Duration;
import java.util.List;

/** For how long recordings are kept. */
final class RetentionEvidence implements Evidence {
    private static final Duration YEAR = Duration.ofDays(365);

    @Override
    public Finding in(Grounds grounds) {
        List<Retention> classes = grounds.policy().retentions();
        List<String> without = grounds.rules(rule -> rule.retention().isEmpty());
        return new Showing()
                .figure("classes of retention: "
                        + listed(classes.stream()
                                .map(one -> one.name() + " " + Durations.text(one.keep()))
                                .toList()))
                .figure("rules of no class, whose recordings are never deleted: " + listed(without))
                .figure("entries of the ledger are never deleted; the oldest grant is "
                        + grounds.state().grants().stream()
                                .findFirst()
                                .map(grant -> "of " + Report.time(grant.approvedAt()))
                                .orElse("none"))
                .gapOf(
                        "classes that keep for less than 12 months",
                        classes.stream()
                                .filter(one -> one.keep().compareTo(YEAR) < 0)
                                .map(Retention::name)
                                .toList())
                .finding();
    }
}
