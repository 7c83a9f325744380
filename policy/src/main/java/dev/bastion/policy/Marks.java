package dev.bastion.policy;

import java.time.Instant;
import java.util.Optional;

/** How far the events have come. */
record Marks(
        long events,
        Instant newest,
        long lastRequest,
        long lastGrant,
        long lastSession,
        long lastIncident,
        Optional<BastionEvent.PolicyAccepted> policy) {

    static final Marks NONE = new Marks(0, Instant.MIN, 0, 0, 0, 0, Optional.empty());

    Marks after(AccessEvent event) {
        return new Marks(
                events + 1,
                event.at().isAfter(newest) ? event.at() : newest,
                event instanceof RequestEvent.RequestMade made
                        ? Math.max(lastRequest, made.request().id())
                        : lastRequest,
                event instanceof GrantEvent.GrantMade made
                        ? Math.max(lastGrant, made.grant().id())
                        : lastGrant,
                event instanceof SessionEvent.SessionOpened opened
                        ? Math.max(lastSession, opened.session())
                        : lastSession,
                event instanceof ReviewEvent.IncidentOpened opened
                        ? Math.max(lastIncident, opened.incident())
                        : lastIncident,
                event instanceof BastionEvent.PolicyAccepted accepted ? Optional.of(accepted) : policy);
    }
}
