package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * One thing to bring to one place; trying it again does no harm, for what receives it knows it by its id.
 *
 * @param id the same for each try, and after a restart
 * @param bytes what it holds in memory, roughly
 * @param givenUp told when it will not be tried again; waits for nothing
 */
record Delivery(String id, long bytes, Attempt attempt, Runnable givenUp) {
    Delivery {
        requireNonNull(id, "id is null");
        requireNonNull(attempt, "attempt is null");
        requireNonNull(givenUp, "givenUp is null");
    }

    /** One of which nobody needs to know when it is given up. */
    Delivery(String id, long bytes, Attempt attempt) {
        this(id, bytes, attempt, () -> {});
    }

    /** Brings it there, within some seconds; blocks. */
    @FunctionalInterface
    interface Attempt {
        /**
         * Tries once.
         *
         * @throws IOException when it did not arrive for certain; the message names no secret
         */
        void run() throws IOException, InterruptedException;
    }
}
