package dev.bastion.control;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Live sessions that are only a list, and what was asked of them. */
final class LiveSessionsOfTest implements LiveSessions {
    final List<LiveSessionFacts> sessions = new CopyOnWriteArrayList<>();
    final List<SessionFacts> elsewhere = new CopyOnWriteArrayList<>();
    final List<String> done = new ArrayList<>();

    void open(long id) {
        open(id, Counters.NONE);
    }

    void open(long id, Counters recorded) {
        sessions.add(new LiveSessionFacts(
                id,
                1,
                "alice",
                "prod-db-1",
                "postgres",
                "192.0.2.1:50000",
                World.BEGIN,
                World.BEGIN.plusSeconds(2_700),
                1,
                recorded));
    }

    @Override
    public List<LiveSessionFacts> list() {
        return sessions;
    }

    @Override
    public List<SessionFacts> elsewhere() {
        return elsewhere;
    }

    @Override
    public boolean kill(long session, String by, String reason) {
        boolean there = sessions.removeIf(live -> live.session() == session);
        if (there) {
            done.add("kill s-%d by %s: %s".formatted(session, by, reason));
        }
        return there;
    }

    @Override
    public void endGrant(long grant, GrantEnd how, Optional<String> by, String reason) {
        done.add("%s g-%d by %s: %s".formatted(how.word(), grant, by.orElse("nobody"), reason));
    }

    @Override
    public void disable(String person, List<AccessEvent> events) {
        done.add("%s is shut out by %d events".formatted(person, events.size()));
    }

    @Override
    public void revoke(AccessEvent event) {
        done.add(event.getClass().getSimpleName());
    }
}
