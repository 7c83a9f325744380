package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

/**
 * How much of each stream of a command without a terminal is kept whole, and what follows (THREATS.md T15).
 *
 * @param bytes bytes kept of each stream
 * @param then what happens past them
 */
public record StreamLimit(long bytes, PastLimit then) {

    /** Ten mebibytes, then digests. */
    public static final StreamLimit DEFAULT = new StreamLimit(10L << 20, PastLimit.DIGEST);

    /** What happens past the limit. */
    public enum PastLimit {
        /** Count and digest go on, slow streams and the last mebibyte are still kept. */
        DIGEST,
        /** The channel ends. */
        END
    }

    public StreamLimit {
        if (bytes < 0) {
            throw new IllegalArgumentException("limit of " + bytes + " bytes is below zero");
        }
        requireNonNull(then, "then is null");
    }
}
