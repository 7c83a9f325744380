package dev.bastion.policy;

import dev.bastion.policy.RetentionEvent.HoldLifted;
import dev.bastion.policy.RetentionEvent.HoldPlaced;
import dev.bastion.policy.RetentionEvent.RecordingDeleted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is held and what was deleted, as the events say. One thread writes. */
final class RetentionBook {

    private final Table<Long, Hold> grants;
    private final Table<Long, Hold> sessions;
    private final Table<Long, Deletion> deleted;

    RetentionBook() {
        this(Table.base(), Table.base(), Table.base());
    }

    private RetentionBook(Table<Long, Hold> grants, Table<Long, Hold> sessions, Table<Long, Deletion> deleted) {
        this.grants = grants;
        this.sessions = sessions;
        this.deleted = deleted;
    }

    RetentionBook overlay() {
        return new RetentionBook(grants.overlay(), sessions.overlay(), deleted.overlay());
    }

    Optional<Hold> hold(Held held) {
        return table(held).row(key(held));
    }

    List<Hold> holds() {
        return Stream.concat(grants.rows().stream(), sessions.rows().stream()).toList();
    }

    Optional<Deletion> deletion(long session) {
        return deleted.row(session);
    }

    List<Deletion> deletions() {
        return deleted.rows();
    }

    /** Of several the first one stands. */
    void placed(HoldPlaced event) {
        if (hold(event.held()).isEmpty()) {
            table(event.held()).put(key(event.held()), new Hold(event.held(), event.by(), event.reason(), event.at()));
        }
    }

    void lifted(HoldLifted event) {
        table(event.held()).remove(key(event.held()));
    }

    void deleted(RecordingDeleted event, SessionFacts session) {
        String name = Ids.session(event.session());
        if (session.open()) {
            throw new IllegalStateException("the recording of " + name + " was deleted while it was made");
        }
        if (hold(Held.ofSession(event.session())).isPresent()
                || hold(Held.ofGrant(session.grant())).isPresent()) {
            throw new IllegalStateException("the recording of " + name + " was deleted under a hold");
        }
        if (deletion(event.session()).isPresent()) {
            throw new IllegalStateException("the recording of " + name + " was deleted twice");
        }
        deleted.put(
                event.session(),
                new Deletion(event.session(), event.retention(), event.sumsSha256(), event.faults(), event.at()));
    }

    private Table<Long, Hold> table(Held held) {
        return held.grant().isPresent() ? grants : sessions;
    }

    private static long key(Held held) {
        return held.grant().isPresent()
                ? held.grant().getAsLong()
                : held.session().orElseThrow();
    }
}
