package dev.bastion.control;

import java.time.Duration;
import java.util.Optional;

/** What the player is steered by: keys and time, so that tests can move both. Used by one thread. */
interface Remote {
    /** Nanoseconds of a clock that only runs forward. */
    long nanos();

    /** The next key, or nothing when none comes within the time. */
    Optional<Key> await(Duration longest) throws InterruptedException;
}
