package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.OptionalLong;

/**
 * What a hold keeps: all recordings of a grant, or that of one session. One of the two ids is there.
 */
public record Held(OptionalLong grant, OptionalLong session) {
    public Held {
        requireNonNull(grant, "grant is null");
        requireNonNull(session, "session is null");
        Checks.check(grant.isPresent() != session.isPresent(), "it is a grant or a session");
        grant.ifPresent(id -> Checks.id(id, "grant"));
        session.ifPresent(id -> Checks.id(id, "session"));
    }

    public static Held ofGrant(long id) {
        return new Held(OptionalLong.of(id), OptionalLong.empty());
    }

    public static Held ofSession(long id) {
        return new Held(OptionalLong.empty(), OptionalLong.of(id));
    }

    /** {@code g-41} or {@code s-41}. */
    public String id() {
        return grant.isPresent() ? Ids.grant(grant.getAsLong()) : Ids.session(session.orElseThrow());
    }
}
