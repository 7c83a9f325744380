package dev.bastion;

import dev.bastion.control.LiveSessionFacts;
import dev.bastion.control.LiveSessions;
import dev.bastion.live.EndCause;
import dev.bastion.live.LiveFacts;
import dev.bastion.live.LiveGrant;
import dev.bastion.live.LiveGrants;
import dev.bastion.live.LiveSession;
import dev.bastion.live.Revoker;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.Ids;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SignOnEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the commands see of the live sessions. Thread-safe. */
final class LiveSessionList implements LiveSessions {
    private final String bastion;
    private final AccessState state;
    private final LiveGrants grants;
    private final Consumer<AccessEvent> ends;
    private final Revoker revoker;
    private final Clock clock;

    LiveSessionList(
            String bastion,
            AccessState state,
            LiveGrants grants,
            Consumer<AccessEvent> ends,
            Revoker revoker,
            Clock clock) {
        this.bastion = bastion;
        this.state = state;
        this.grants = grants;
        this.ends = ends;
        this.revoker = revoker;
        this.clock = clock;
    }

    @Override
    public List<LiveSessionFacts> list() {
        return grants.sessions().stream()
                .map(LiveSession::facts)
                .filter(facts -> facts.session() > 0)
                .sorted(Comparator.comparingLong(LiveFacts::session))
                .map(this::shown)
                .toList();
    }

    private LiveSessionFacts shown(LiveFacts facts) {
        Instant end = grants.find(facts.grant()).map(LiveGrant::closesAt).orElse(facts.since());
        return new LiveSessionFacts(
                facts.session(),
                facts.grant(),
                facts.person(),
                facts.target(),
                facts.login(),
                facts.source(),
                facts.since(),
                end,
                facts.channels(),
                facts.recorded());
    }

    @Override
    public List<SessionFacts> elsewhere() {
        return state.openSessions().stream()
                .filter(session -> !session.livesIn(bastion))
                .toList();
    }

    @Override
    public boolean kill(long session, String by, String reason) {
        Optional<LiveSession> found = grants.sessions().stream()
                .filter(live -> live.facts().session() == session)
                .findFirst();
        found.ifPresent(live -> {
            ends.accept(new SessionEvent.SessionKilled(session, by, reason, clock.instant()));
            live.end(EndCause.KILLED, Ids.session(session) + " was ended by " + by + ": " + reason);
        });
        return found.isPresent() || killElsewhere(session, by, reason);
    }

    /** The bastion in which it lives follows the ledger. */
    private boolean killElsewhere(long session, String by, String reason) {
        boolean lives = elsewhere().stream().anyMatch(other -> other.session() == session);
        if (lives) {
            ends.accept(new SessionEvent.SessionKilled(session, by, reason, clock.instant()));
        }
        return lives;
    }

    /** The grants first: what is marked opens nothing. The connections follow when the ledger says so, as for every bastion. */
    @Override
    public void disable(String person, List<AccessEvent> events) {
        events.stream().filter(LiveSessionList::takesAway).forEach(ends);
        grants.endOf(person, EndCause.PERSON_REMOVED, "'" + person + "' is disabled");
    }

    @Override
    public void revoke(AccessEvent event) {
        revoker.atOnce(event);
        ends.accept(event);
    }

    private static boolean takesAway(AccessEvent event) {
        return event instanceof PersonEvent.PersonDisabled
                || event instanceof SignOnEvent.SignOnEnded
                || event instanceof GrantEvent.GrantEnded
                || event instanceof CertificateEvent.CertificateRevoked;
    }

    @Override
    public void endGrant(long grant, GrantEnd how, Optional<String> by, String reason) {
        EndCause cause = how == GrantEnd.RELEASED ? EndCause.GRANT_RELEASED : EndCause.GRANT_REVOKED;
        String what = how == GrantEnd.RELEASED ? " was released" : " was revoked";
        String why = reason.isBlank() ? "" : ": " + reason;
        grants.end(
                grant,
                cause,
                "grant " + Ids.grant(grant) + what
                        + by.map(name -> " by " + name).orElse("") + why);
        ends.accept(new GrantEvent.GrantEnded(grant, how, by, reason, clock.instant(), false));
    }
}
