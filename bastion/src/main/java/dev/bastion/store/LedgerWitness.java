package dev.bastion.store;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessState;

/** Sees each event while a ledger is read, as long as each can follow on the one before. */
@FunctionalInterface
public interface LedgerWitness {

    /**
     * The next event.
     *
     * @param after what all up to it amount to; only good until this returns
     */
    void saw(AccessEvent event, AccessState after);
}
