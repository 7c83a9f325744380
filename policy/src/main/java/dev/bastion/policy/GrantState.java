package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a grant stands, as the events say. One past its end is {@link Live} here until its end is written: what may be
 * used now is {@link AccessState#liveGrants}.
 */
public sealed interface GrantState {

    /** The word of lists and JSON: {@code waiting}, {@code live}, {@code ended}. */
    String word();

    /** Starts at first use, which has not come yet. */
    record Waiting() implements GrantState {
        @Override
        public String word() {
            return "waiting";
        }
    }

    /** Has started. */
    record Live() implements GrantState {
        @Override
        public String word() {
            return "live";
        }
    }

    /**
     * Is over, for good.
     *
     * @param by who ended it, when a person did
     */
    record Ended(GrantEnd how, Optional<String> by, String reason, Instant at) implements GrantState {
        public Ended {
            requireNonNull(how, "how is null");
            requireNonNull(by, "by is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }

        @Override
        public String word() {
            return "ended";
        }
    }
}
