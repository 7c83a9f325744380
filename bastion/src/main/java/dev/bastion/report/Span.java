package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A span of time.
 *
 * @param since the first moment
 * @param until the first moment that is past it
 */
public record Span(Instant since, Instant until) {
    public Span {
        requireNonNull(since, "since is null");
        requireNonNull(until, "until is null");
        if (!since.isBefore(until)) {
            throw new IllegalArgumentException("since is not before until");
        }
    }

    /** Whether a moment is in it. */
    public boolean holds(Instant moment) {
        return !moment.isBefore(since) && moment.isBefore(until);
    }

    /** Whether something that lasted from then to then was there at any of its moments. */
    boolean meets(Instant from, Instant to) {
        return from.isBefore(until) && !to.isBefore(since);
    }
}
