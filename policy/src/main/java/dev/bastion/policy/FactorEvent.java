package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What became of a person's second factor. */
public sealed interface FactorEvent extends AccessEvent {

    /**
     * A person was given a secret that proves them from their first right code on.
     *
     * @param sealedSecret sealed by a key that is not in the ledger
     * @param recovery SHA-256, in hex, of each recovery code
     */
    record FactorEnrolled(String person, String sealedSecret, Set<String> recovery, Instant at) implements FactorEvent {
        public FactorEnrolled {
            Checks.filled(person, "person");
            Checks.filled(sealedSecret, "sealedSecret");
            recovery = Checks.names(recovery, "recovery");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A person showed a right code.
     *
     * @param source the address that it came from
     * @param step the time step whose code it was
     * @param recovery the digest of the recovery code that it was instead, which is used up
     */
    record FactorProved(String person, String source, OptionalLong step, Optional<String> recovery, Instant at)
            implements FactorEvent {
        public FactorProved {
            Checks.filled(person, "person");
            requireNonNull(source, "source is null");
            requireNonNull(step, "step is null");
            requireNonNull(recovery, "recovery is null");
            Checks.check(step.isPresent() != recovery.isPresent(), "it is a code or a recovery code");
            requireNonNull(at, "at is null");
        }
    }

    /** A person, or whoever has their key, showed a wrong code. */
    record FactorFailed(String person, String source, Instant at) implements FactorEvent {
        public FactorFailed {
            Checks.filled(person, "person");
            requireNonNull(source, "source is null");
            requireNonNull(at, "at is null");
        }
    }

    /** An administrator took a lost factor away. */
    record FactorRemoved(String person, String by, String reason, Instant at) implements FactorEvent {
        public FactorRemoved {
            Checks.filled(person, "person");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }
}
