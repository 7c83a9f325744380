package dev.bastion.live;

import dev.bastion.policy.text.Durations;
import java.time.Duration;

/**
 * Ends the sessions of a grant that nobody has touched for as long as its rule allows, and says so before: a minute, or
 * half of the time where that is less. Stateless.
 */
final class IdleWatch {
    private static final Duration WARNING = Duration.ofMinutes(1);

    private IdleWatch() {}

    static void look(LiveGrant grant) {
        grant.use().idle().ifPresent(allowed -> grant.sessions().forEach(session -> look(session, allowed)));
    }

    private static void look(LiveSession session, Duration allowed) {
        Duration left = allowed.minus(session.idleness().lasts());
        if (!left.isPositive()) {
            LiveGrants.endOne(
                    session,
                    EndCause.IDLE,
                    "nothing was typed for " + Durations.text(allowed) + ", which is as long as its rule allows");
        } else if (left.compareTo(warning(allowed)) <= 0 && session.idleness().firstWarning()) {
            session.warnIdle(left);
        }
    }

    private static Duration warning(Duration allowed) {
        Duration half = allowed.dividedBy(2);
        return half.compareTo(WARNING) < 0 ? half : WARNING;
    }
}
