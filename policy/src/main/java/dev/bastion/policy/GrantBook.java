package dev.bastion.policy;

import dev.bastion.policy.GrantEvent.GrantEnded;
import dev.bastion.policy.GrantEvent.GrantExtended;
import dev.bastion.policy.GrantEvent.GrantStarted;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The grants, as the events say. One thread writes. */
final class GrantBook {

    private record Row(Grant grant, GrantState state) {}

    private final Table<Long, Row> rows;
    private final Table<Long, Long> open;
    private final Table<PersonsRow, Long> byPerson;

    GrantBook() {
        this(Table.base(), Table.base(), Table.base());
    }

    private GrantBook(Table<Long, Row> rows, Table<Long, Long> open, Table<PersonsRow, Long> byPerson) {
        this.rows = rows;
        this.open = open;
        this.byPerson = byPerson;
    }

    GrantBook overlay() {
        return new GrantBook(rows.overlay(), open.overlay(), byPerson.overlay());
    }

    Optional<Grant> grant(long id) {
        return rows.row(id).map(Row::grant);
    }

    Optional<GrantState> state(long id) {
        return rows.row(id).map(Row::state);
    }

    List<Grant> all() {
        return rows.rows().stream().map(Row::grant).toList();
    }

    List<Grant> open() {
        return open.rows().stream().flatMap(id -> grant(id).stream()).toList();
    }

    List<Grant> of(String person) {
        return byPerson.rows(PersonsRow.first(person), PersonsRow.last(person)).stream()
                .flatMap(id -> grant(id).stream())
                .toList();
    }

    boolean isOpen(long id) {
        return open.row(id).isPresent();
    }

    void made(Grant grant) {
        if (rows.row(grant.id()).isPresent()) {
            throw new IllegalStateException("grant " + Ids.grant(grant.id()) + " was made twice");
        }
        GrantState state = grant.start().isPresent() ? new GrantState.Live() : new GrantState.Waiting();
        rows.put(grant.id(), new Row(grant, state));
        byPerson.put(new PersonsRow(grant.person(), grant.id()), grant.id());
        open.put(grant.id(), grant.id());
    }

    void started(GrantStarted event) {
        if (!(state(event.grant()).orElse(null) instanceof GrantState.Waiting)) {
            throw new IllegalStateException("grant " + Ids.grant(event.grant()) + " does not wait to start");
        }
        change(event.grant(), grant -> grant.startedAt(event.at(), event.token()), new GrantState.Live());
    }

    void extended(GrantExtended event) {
        if (!isOpen(event.grant())) {
            throw new IllegalStateException("grant " + Ids.grant(event.grant()) + " is not there to be lengthened");
        }
        change(
                event.grant(),
                grant -> grant.lengthened(event.length(), event.approvers(), event.policyDigest(), event.token()),
                state(event.grant()).orElseThrow());
    }

    /** Of several ends the first one holds: two may be on their way at the same time. */
    void ended(GrantEnded event) {
        if (grant(event.grant()).isEmpty()) {
            throw new IllegalStateException("grant " + Ids.grant(event.grant()) + " ended and was never made");
        }
        if (isOpen(event.grant())) {
            change(
                    event.grant(),
                    grant -> grant,
                    new GrantState.Ended(event.how(), event.by(), event.reason(), event.at()));
            open.remove(event.grant());
        }
    }

    private void change(long id, Function<Grant, Grant> change, GrantState state) {
        rows.put(id, new Row(change.apply(grant(id).orElseThrow()), state));
    }
}
