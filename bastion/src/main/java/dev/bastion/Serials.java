package dev.bastion;

import dev.bastion.certs.SerialSource;
import dev.bastion.policy.AccessState;
import java.time.Instant;

/** Where serials go on after a restart. */
final class Serials {
    private Serials() {}

    /** Above everything that the ledger can know of, also when the clock was set back meanwhile. */
    static long floor(AccessState state) {
        return state.newest().equals(Instant.MIN)
                ? 0
                : SerialSource.floorAt(state.newest().plusSeconds(1));
    }
}
