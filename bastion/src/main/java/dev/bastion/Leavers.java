package dev.bastion;

import static java.util.Objects.requireNonNull;

import dev.bastion.live.EndCause;
import dev.bastion.live.LiveGrants;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.SignOnEvent;
import dev.bastion.ssh.SshBastion;
import java.util.List;

/**
 * Ends what lives of a person whom the ledger says to be disabled, and by a key that is nobody's again, whichever bastion or
 * command wrote it: sessions with a sentence, then the connections. On the ledger's thread, which it does not hold up.
 */
final class Leavers {
    private final LiveGrants live;
    private final SshBastion ssh;

    private Leavers(LiveGrants live, SshBastion ssh) {
        this.live = requireNonNull(live, "live is null");
        this.ssh = requireNonNull(ssh, "ssh is null");
    }

    static void follow(AccessJournal journal, LiveGrants live, SshBastion ssh) {
        Leavers leavers = new Leavers(live, ssh);
        journal.onCommitted(leavers::committed);
    }

    private void committed(List<AccessEvent> events) {
        for (AccessEvent event : events) {
            if (event instanceof PersonEvent.PersonDisabled disabled) {
                live.endOf(disabled.person(), EndCause.PERSON_REMOVED, "'" + disabled.person() + "' is disabled");
                ssh.cut(disabled.person());
            }
            if (event instanceof SignOnEvent.SignOnEnded over) {
                ssh.cut(proof -> proof.key().fingerprint().equals(over.fingerprint()));
            }
        }
    }
}
