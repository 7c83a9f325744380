package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import java.io.IOException;

/** What {@code bastion serve} starts: the wiring of the whole, seen from its command line. */
@FunctionalInterface
public interface Starter {
    /**
     * Starts the bastion; when this returns it answers.
     *
     * @throws IOException when it cannot, with a sentence for the administrator
     */
    Running start(BastionConfig config) throws IOException;

    /** A bastion that runs. */
    interface Running extends AutoCloseable {
        /** Where it listens, for the line that says so. */
        String address();

        /** Makes what a login runs quick, before anybody is told that it is ready; blocks for seconds. */
        void warmUp();

        /** Waits until it has ended by itself, which it does when it can no longer do its work. */
        void awaitEnd() throws InterruptedException;

        /** Drains and ends: no new sessions, terminals warned, recordings sealed. */
        @Override
        void close();
    }
}
