package dev.bastion.control;

import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a grant by a person's word. What takes access away waits for nothing: the desk is asked on the state as it is, the
 * live sessions end, and only then is the ledger written, which may be later.
 */
final class TakingAway {
    private static final Logger log = LoggerFactory.getLogger(TakingAway.class);

    private TakingAway() {}

    static Outcome run(Call call, Decider<Decision> decider) {
        Decision before = decider.decide(call.state()).result();
        if (!(before instanceof Decision.GrantOver over)) {
            return Decided.outcome(call.unlessTheLedgerKnows(before, decider), call);
        }
        call.context()
                .live()
                .endGrant(
                        over.grant().id(),
                        over.state().how(),
                        over.state().by(),
                        over.state().reason());
        try {
            call.decide(decider);
            return Decided.outcome(over, call);
        } catch (LedgerException later) {
            log.warn(
                    "g-{} has ended, and the ledger will be told late",
                    over.grant().id(),
                    later);
            return ((Outcome.Answered) Decided.outcome(over, call))
                    .note("the ledger takes no entries now and is told later");
        }
    }
}
