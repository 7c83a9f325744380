package dev.bastion.policy;

import dev.bastion.policy.SessionEvent.SessionOpened;
import java.util.List;
import java.util.Optional;

/** The sessions, as the events say. One thread writes. */
final class SessionBook {

    private final Table<Long, SessionFacts> rows;
    private final Table<Long, Long> open;

    SessionBook() {
        this(Table.base(), Table.base());
    }

    private SessionBook(Table<Long, SessionFacts> rows, Table<Long, Long> open) {
        this.rows = rows;
        this.open = open;
    }

    SessionBook overlay() {
        return new SessionBook(rows.overlay(), open.overlay());
    }

    Optional<SessionFacts> session(long id) {
        return rows.row(id);
    }

    List<SessionFacts> all() {
        return rows.rows();
    }

    List<SessionFacts> open() {
        return open.rows().stream().flatMap(id -> session(id).stream()).toList();
    }

    void opened(SessionOpened event) {
        if (rows.row(event.session()).isPresent()) {
            throw new IllegalStateException("session " + Ids.session(event.session()) + " was opened twice");
        }
        rows.put(
                event.session(),
                new SessionFacts(
                        event.session(),
                        event.grant(),
                        event.person(),
                        event.target(),
                        event.login(),
                        event.source(),
                        event.form(),
                        event.bastion(),
                        event.at(),
                        new SessionState.Open()));
        open.put(event.session(), event.session());
    }

    /** Of several ends the first one holds. */
    void over(long id, SessionState state) {
        SessionFacts facts = session(id)
                .orElseThrow(
                        () -> new IllegalStateException("session " + Ids.session(id) + " ended and was never opened"));
        if (facts.open()) {
            rows.put(id, facts.with(state));
            open.remove(id);
        }
    }
}
