package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.Permit;
import dev.bastion.policy.Rule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** By which permits data may leave or enter targets. */
final class PermitEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<Rule> rules = grounds.policy().rules();
        if (rules.isEmpty()) {
            return new Finding.Nothing("the policy has no rule");
        }
        List<String> unconfined = grounds.rules(rule ->
                (rule.permits().contains(Permit.SFTP_READ) || rule.permits().contains(Permit.SFTP_WRITE))
                        && !rule.confines().confinesPaths());
        return new Showing()
                .figure(Stream.of(Permit.values())
                        .map(permit -> permit.word() + " in "
                                + grounds.rules(rule -> rule.permits().contains(permit))
                                        .size())
                        .collect(Collectors.joining(", ", "of " + counted(rules.size(), "rule", "rules") + ": ", "")))
                .gapOf("files of any path may be moved under", unconfined)
                .gapOf(
                        "forwarding, which is no file transfer, is permitted by",
                        grounds.rules(rule -> rule.permits().contains(Permit.FORWARD)))
                .gapOf(
                        "the use of people's agents is lent to hosts by",
                        grounds.rules(rule -> rule.permits().contains(Permit.AGENT)))
                .finding();
    }
}
