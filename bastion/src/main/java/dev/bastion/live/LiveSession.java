package dev.bastion.live;

import java.time.Duration;

/**
 * One inner SSH connection that is running now, under one grant. Implementations are thread-safe, and none of these
 * methods blocks.
 */
public interface LiveSession {
    /** Its facts, as lists show them. */
    LiveFacts facts();

    /**
     * Severs the connections at once. The session's gate is closed already, so no byte passes; a farewell is tried only
     * where it delays nothing.
     */
    void end(EndCause cause, String sentence);

    /** Says on each open terminal that the end is near; never in the streams of exec, sftp or scp. */
    void warn(Duration left);
}
