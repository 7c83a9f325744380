package dev.bastion.ssh;

/**
 * What was handed to a connection and has not reached the kernel yet.
 *
 * <p>MINA's write queue has no bound; whoever feeds a connection asks here before asking for more. Thread-safe.
 */
interface Backlog {
    /** Bytes waiting. */
    long waiting();

    /**
     * Runs {@code later} once, on a thread that holds no session's lock, as soon as less than {@code mark} bytes wait;
     * at once (still on such a thread) if that is so already.
     */
    void whenBelow(long mark, Runnable later);
}
