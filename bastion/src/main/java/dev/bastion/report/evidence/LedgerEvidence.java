package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.recorder.ledger.Verification;

/** Whether the ledger is as it was signed. */
final class LedgerEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        return switch (grounds.ledger()) {
            case Verification.Sound sound ->
                new Showing()
                        .figure("the ledger was verified now: %s, root %s, its head signed by '%s'"
                                .formatted(counted(sound.size(), "entry", "entries"), sound.root(), grounds.signer()))
                        .figure(counted(grounds.events().count(), "entry", "entries") + " of this span")
                        .finding();
            case Verification.Damaged damaged -> {
                Showing showing =
                        new Showing().figure("the ledger was looked through now, and it is not as it was signed");
                damaged.findings().forEach(finding -> showing.gap(finding.sentence()));
                yield showing.gapIf(damaged.more() > 0, "and " + damaged.more() + " more")
                        .finding();
            }
        };
    }
}
