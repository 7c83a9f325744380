package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/** Where a session stands, as the events say. */
public sealed interface SessionState {

    /** The word of lists and JSON: {@code open}, {@code ended}, {@code broken}. */
    String word();

    /** Has not ended that the ledger knows of. After a crash such a session is found and marked broken. */
    record Open() implements SessionState {
        @Override
        public String word() {
            return "open";
        }
    }

    /**
     * Ended and sealed.
     *
     * @param sealSha256 hex of the SHA-256 of the recording's list of digests; empty when there is no seal
     * @param unrecordedBytes bytes that were forwarded and are not stored
     * @param withheldLines typed lines that were withheld as secrets
     * @param masked how often each kind was masked on its terminals, by the kind's word
     * @param late whether the end was written after it had taken effect
     */
    record Ended(
            String cause,
            String sealSha256,
            long unrecordedBytes,
            int withheldLines,
            Map<String, Long> masked,
            boolean late,
            Instant at)
            implements SessionState {
        public Ended {
            requireNonNull(cause, "cause is null");
            requireNonNull(sealSha256, "sealSha256 is null");
            masked = Map.copyOf(masked);
            requireNonNull(at, "at is null");
        }

        @Override
        public String word() {
            return "ended";
        }
    }

    /** Found open after a crash. */
    record Broken(String why, Instant at) implements SessionState {
        public Broken {
            requireNonNull(why, "why is null");
            requireNonNull(at, "at is null");
        }

        @Override
        public String word() {
            return "broken";
        }
    }
}
