package dev.bastion.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Lets of several bastions one alone do a thing that each of them learns of, and remembers over a stop what was done. Whoever
 * dies over it loses the claim after a while. Thread-safe.
 */
public interface Claims {

    /** Of one bastion, who has nobody to agree with and remembers nothing. */
    Claims ALONE = new Claims() {
        @Override
        public Claim take(String what) {
            return Claim.OURS;
        }

        @Override
        public void done(String what) {}

        @Override
        public Set<String> settled() {
            return Set.of();
        }

        @Override
        public Optional<Instant> knownSince(String receiver) {
            return Optional.empty();
        }
    };

    /** For how long it is remembered what was done. */
    Duration KEPT = Duration.ofDays(7);

    /** Whose it is. */
    enum Claim {
        /** It is to be done here. */
        OURS,
        /** Another is at it. */
        THEIRS,
        /** It was done. */
        DONE
    }

    /**
     * Takes it on, unless another did; again where it is ours already.
     *
     * @param what names the thing, the same in each bastion
     * @throws LedgerUnavailableException when nobody can tell
     */
    Claim take(String what);

    /**
     * Says that it was done, or is not to be done any more.
     *
     * @throws LedgerUnavailableException when that cannot be written
     */
    void done(String what);

    /**
     * What was done within {@link #KEPT}.
     *
     * @throws LedgerUnavailableException when nobody can tell
     */
    Set<String> settled();

    /**
     * Since when things are done for that receiver; empty where it is new, and from now on it is known.
     *
     * @throws LedgerUnavailableException when nobody can tell
     */
    Optional<Instant> knownSince(String receiver);
}
