package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What was taken back by something else than one serial. */
public sealed interface RevocationEvent extends AccessEvent {

    /**
     * Something is revoked, for good.
     *
     * @param late whether it is written after it had taken effect
     */
    record RevocationMade(Revocation revocation, boolean late) implements RevocationEvent {
        public RevocationMade {
            requireNonNull(revocation, "revocation is null");
        }

        @Override
        public Instant at() {
            return revocation.at();
        }
    }
}
