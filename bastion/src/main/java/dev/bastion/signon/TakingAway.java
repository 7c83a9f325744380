package dev.bastion.signon;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.SignOn;
import java.util.List;

/** Ends at once, and before the ledger knows, what a sign-on gave. Safe for any thread; must not wait. */
@FunctionalInterface
public interface TakingAway {
    /**
     * Takes it away.
     *
     * @param events what will stand in the ledger
     * @param sentence why, for the person
     */
    void take(SignOn signOn, List<AccessEvent> events, String sentence);
}
