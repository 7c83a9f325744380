package dev.bastion;

import static java.util.Objects.requireNonNull;

import dev.bastion.live.EndCause;
import dev.bastion.live.LiveGrants;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.GrantEvent.GrantEnded;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SignOn;
import dev.bastion.policy.SignOnEvent.SignOnEnded;
import dev.bastion.signon.TakingAway;
import java.util.List;
import java.util.function.Consumer;

/** Ends what lives by a single sign-on that is over, and tells the ledger as soon as it can take it. Thread-safe. */
final class SignOnLosses implements TakingAway {
    private final LiveGrants live;
    private final Consumer<AccessEvent> ends;

    SignOnLosses(LiveGrants live, Consumer<AccessEvent> ends) {
        this.live = requireNonNull(live, "live is null");
        this.ends = requireNonNull(ends, "ends is null");
    }

    @Override
    public void take(SignOn signOn, List<AccessEvent> events, String sentence) {
        // What lives first: once the ledger has told that the person is not there any more, that would be the reason.
        for (AccessEvent event : events) {
            if (event instanceof GrantEnded lost) {
                live.end(
                        lost.grant(),
                        EndCause.SIGN_ON_ENDED,
                        "grant " + Ids.grant(lost.grant()) + " ended: " + sentence);
            }
        }
        // What waits lapses once the ledger says so.
        events.stream().filter(SignOnLosses::takesAway).forEach(ends);
    }

    private static boolean takesAway(AccessEvent event) {
        return event instanceof GrantEnded || event instanceof SignOnEnded || event instanceof CertificateRevoked;
    }
}
