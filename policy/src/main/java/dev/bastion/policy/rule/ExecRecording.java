package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;

/**
 * How much is kept of an exec without a terminal.
 *
 * @param limitBytes how much of each of its streams is kept in full
 */
public record ExecRecording(long limitBytes, PastLimit pastLimit) {

    /** What follows when a stream has reached the limit. */
    public enum PastLimit {
        /** Count and digest the rest; slow streams and the last part are still kept. */
        DIGEST,
        /** End the channel. */
        END
    }

    /** What a rule gives that says nothing of it: 10 MiB, then digests. */
    public static final ExecRecording DEFAULT = new ExecRecording(10L << 20, PastLimit.DIGEST);

    public ExecRecording {
        Checks.check(limitBytes >= 0, "limitBytes is negative");
        requireNonNull(pastLimit, "pastLimit is null");
    }
}
