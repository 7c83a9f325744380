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
        for (AccessEvent event : events) {
            switch (event) {
                case GrantEnded lost -> {
                    live.end(
                            lost.grant(),
                            EndCause.SIGN_ON_ENDED,
                            "grant " + Ids.grant(lost.grant()) + " ended: " + sentence);
                    ends.accept(lost);
                }
                case SignOnEnded over -> ends.accept(over);
                case CertificateRevoked revoked -> ends.accept(revoked);
                default -> {
                    // What waits lapses once the ledger says so.
                }
            }
        }
    }
}
