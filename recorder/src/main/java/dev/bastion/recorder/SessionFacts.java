package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of a session when its recording begins. Nothing in here becomes part of a path but the session's number.
 *
 * @param session number of the session, above zero; shown as {@code s-41}
 * @param grant number of the grant under which it runs
 * @param person who works
 * @param target name of the host
 * @param login account on the host
 * @param source address from which the person came, as text
 * @param at when the session began
 * @param more anything else worth keeping, by a name in snake case
 */
public record SessionFacts(
        long session,
        long grant,
        String person,
        String target,
        String login,
        String source,
        Instant at,
        Map<String, String> more) {

    public SessionFacts {
        if (session <= 0) {
            throw new IllegalArgumentException("session number " + session + " is not above zero");
        }
        requireNonNull(person, "person is null");
        requireNonNull(target, "target is null");
        requireNonNull(login, "login is null");
        requireNonNull(source, "source is null");
        requireNonNull(at, "at is null");
        more = Map.copyOf(more);
    }

    /** The session's name, {@code s-41}. */
    public String name() {
        return "s-" + session;
    }
}
