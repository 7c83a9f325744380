package dev.bastion.report.evidence;

import dev.bastion.live.EndCause;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Why sessions ended, as the ledger says it. Stateless. */
final class Ends {
    private Ends() {}

    /** Nothing of one that is open, broke off, or ended for a cause that this build does not know. */
    static Optional<EndCause> cause(SessionFacts session) {
        return session.state() instanceof SessionState.Ended ended
                ? Arrays.stream(EndCause.values())
                        .filter(known -> known.word()
                                .replace('_', '-')
                                .equals(ended.cause().replace('_', '-')))
                        .findFirst()
                : Optional.empty();
    }

    /** The ids of those that ended for that cause. */
    static List<String> by(EndCause cause, List<SessionFacts> sessions) {
        return sessions.stream()
                .filter(session -> cause(session).equals(Optional.of(cause)))
                .map(session -> Ids.session(session.session()))
                .toList();
    }
}
