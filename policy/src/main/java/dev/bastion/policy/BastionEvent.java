package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the bastion itself did, or had done to it. */
public sealed interface BastionEvent extends AccessEvent {

    /**
     * A policy came into force; its text is kept whole under the digest.
     *
     * @param signedBy whose signatures over the text were held against the site's demand; empty where it demands none
     */
    record PolicyAccepted(String digest, Optional<Set<String>> signedBy, Instant at) implements BastionEvent {
        public PolicyAccepted {
            Checks.filled(digest, "digest");
            signedBy = signedBy.map(names -> Checks.names(names, "signedBy"));
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A text lay in the place of the policy that too few had signed; the one before stayed in force.
     *
     * @param needed how many signatures the site demands
     * @param signedBy whose were there
     */
    record PolicyRefused(String digest, int needed, Set<String> signedBy, Instant at) implements BastionEvent {
        public PolicyRefused {
            Checks.filled(digest, "digest");
            signedBy = Checks.names(signedBy, "signedBy");
            Checks.check(signedBy.size() < needed, "enough have signed");
            requireNonNull(at, "at is null");
        }
    }

    record BastionStarted(String version, Instant at) implements BastionEvent {
        public BastionStarted {
            Checks.filled(version, "version");
            requireNonNull(at, "at is null");
        }
    }

    /** A bastion runs on a day of UTC on which nothing else was written. */
    record DayBegun(Instant at) implements BastionEvent {
        public DayBegun {
            requireNonNull(at, "at is null");
        }
    }

    record BastionStopped(Instant at) implements BastionEvent {
        public BastionStopped {
            requireNonNull(at, "at is null");
        }
    }

    /**
     * An older copy of the ledger was put back and accepted, after everything in it that gives access had been ended.
     *
     * @param lostHead the newest signed head of what was lost, where it was known; empty otherwise
     */
    record LedgerRestored(String lostHead, String by, Instant at) implements BastionEvent {
        public LedgerRestored {
            requireNonNull(lostHead, "lostHead is null");
            Checks.filled(by, "by");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * Somebody was not told of so many things: there was no room, no patience left, or the bastion stopped.
     *
     * @param receiver who it was to be, without any secret
     */
    record NoticesLost(String receiver, long count, Instant at) implements BastionEvent {
        public NoticesLost {
            Checks.filled(receiver, "receiver");
            Checks.check(count > 0, "count is not positive");
            requireNonNull(at, "at is null");
        }
    }

    /** So many logins from one address failed within one minute: all that a stranger leaves in the ledger. */
    record LoginsRefused(String address, int count, Instant minute, Instant at) implements BastionEvent {
        public LoginsRefused {
            Checks.filled(address, "address");
            Checks.check(count > 0, "count is not positive");
            requireNonNull(minute, "minute is null");
            requireNonNull(at, "at is null");
        }
    }
}
