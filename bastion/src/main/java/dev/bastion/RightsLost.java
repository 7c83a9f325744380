package dev.bastion;

import dev.bastion.live.EndCause;
import dev.bastion.live.LiveGrants;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.Ids;
import java.util.function.Consumer;

/** Ends at once what a new policy no longer gives, also while the ledger takes no entries: it is told as soon as it can. */
final class RightsLost {
    private RightsLost() {}

    static void endAtOnce(AccessDesk desk, AccessJournal journal, LiveGrants live, Consumer<AccessEvent> ends) {
        for (AccessEvent event : desk.endRightsLost().decide(journal.state()).events()) {
            if (event instanceof GrantEvent.GrantEnded lost) {
                live.end(
                        lost.grant(),
                        EndCause.GRANT_REVOKED,
                        "grant " + Ids.grant(lost.grant()) + " ended: " + lost.reason());
                ends.accept(lost);
            }
        }
    }
}
