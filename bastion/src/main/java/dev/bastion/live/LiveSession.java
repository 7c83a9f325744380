package dev.bastion.live;

import dev.bastion.certs.Certificate;
import dev.bastion.policy.Rule;
import java.time.Duration;
import java.util.Optional;

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

    /** By what its person proved who they are. */
    Proof proof();

    /** The certificate that opened its host; none before that. */
    Optional<Certificate> onward();

    /** How long nobody has touched it. */
    Idleness idleness();

    /** The same as {@link #warn}, to somebody who could keep it by typing. */
    void warnIdle(Duration left);

    /** Why it may not go on under its rule as that is now; nothing where it may. */
    Optional<String> objection(Rule rule);
}
