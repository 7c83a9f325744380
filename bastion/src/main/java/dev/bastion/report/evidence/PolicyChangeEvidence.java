package dev.bastion.report.evidence;

import dev.bastion.policy.BastionEvent;
import dev.bastion.report.Report;
import java.util.List;
import java.util.Optional;

/** Which policies came into force. */
final class PolicyChangeEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<BastionEvent.PolicyAccepted> accepted = grounds.events().of(BastionEvent.PolicyAccepted.class);
        String current = grounds.policy().digest();
        boolean inForce = grounds.state().policyDigest().equals(Optional.of(current));
        if (accepted.isEmpty() && !inForce) {
            return new Finding.Nothing("no policy came into force in this span");
        }
        return new Showing()
                .figure("policies that came into force, each text kept under its digest: " + accepted.size())
                .figureIf(
                        !accepted.isEmpty(),
                        "the newest: "
                                + last(accepted)
                                        .map(one -> one.digest() + " at " + Report.time(one.at()))
                                        .orElse(""))
                .gapIf(!inForce, "the policy file is not the policy in force: " + current)
                .finding();
    }

    private static Optional<BastionEvent.PolicyAccepted> last(List<BastionEvent.PolicyAccepted> accepted) {
        return accepted.isEmpty() ? Optional.empty() : Optional.of(accepted.getLast());
    }
}
