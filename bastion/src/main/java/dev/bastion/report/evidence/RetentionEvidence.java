package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Hold;
import dev.bastion.policy.Ids;
import dev.bastion.policy.RetentionEvent.RecordingDeleted;
import dev.bastion.policy.rule.Retention;
import dev.bastion.policy.text.Durations;
import dev.bastion.report.Report;
import java.time.Duration;
import java.util.List;

/** For how long recordings are kept, what is held longer, and what was deleted. */
final class RetentionEvidence implements Evidence {
    private static final Duration YEAR = Duration.ofDays(365);

    @Override
    public Finding in(Grounds grounds) {
        List<Retention> classes = grounds.policy().retentions();
        List<RecordingDeleted> deleted = grounds.events().of(RecordingDeleted.class);
        return new Showing()
                .figure("classes of retention: "
                        + listed(classes.stream()
                                .map(one -> one.name() + " " + Durations.text(one.keep()))
                                .toList()))
                .figure("rules of no class, whose recordings are never deleted: "
                        + listed(grounds.rules(rule -> rule.retention().isEmpty())))
                .figure("recordings deleted under retention in this span, each reviewed before: "
                        + listed(deleted.stream()
                                .map(one -> Ids.session(one.session()) + " (" + one.retention() + ")")
                                .toList()))
                .figure("held now: "
                        + listed(grounds.state().holds().stream()
                                .map(RetentionEvidence::held)
                                .toList()))
                .figure(oldest(grounds))
                .gapOf(
                        "deleted though something was wrong with them",
                        deleted.stream()
                                .filter(one -> !one.faults().isEmpty())
                                .map(one -> Ids.session(one.session()))
                                .toList())
                .gapOf(
                        "classes that keep for less than 12 months",
                        classes.stream()
                                .filter(one -> one.keep().compareTo(YEAR) < 0)
                                .map(Retention::name)
                                .toList())
                .finding();
    }

    private static String held(Hold hold) {
        return hold.held().id() + " by " + hold.by();
    }

    private static String oldest(Grounds grounds) {
        return "entries of the ledger are never deleted; the oldest grant is "
                + grounds.state().grants().stream()
                        .findFirst()
                        .map(grant -> "of " + Report.time(grant.approvedAt()))
                        .orElse("none");
    }
}
