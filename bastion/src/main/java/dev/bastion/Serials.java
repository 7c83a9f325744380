package dev.bastion;

import dev.bastion.certs.SerialSource;
import dev.bastion.policy.AccessState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/** Where serials go on after a restart, and for a command beside a bastion that runs. */
public final class Serials {
    private Serials() {}

    /** A source above everything that the ledger can know of, also when the clock was set back meanwhile. */
    public static SerialSource after(AccessState state, Clock clock, SecureRandom random) {
        long floor = state.newest().equals(Instant.MIN)
                ? 0
                : SerialSource.floorAt(state.newest().plusSeconds(1));
        return new SerialSource(clock, random, floor);
    }
}
