package dev.bastion.policy;

import dev.bastion.policy.PersonEvent.AccessRecurring;
import dev.bastion.policy.PersonEvent.PeopleAppeared;
import dev.bastion.policy.PersonEvent.PersonDisabled;
import dev.bastion.policy.PersonEvent.PersonEnabled;
import dev.bastion.policy.PersonEvent.PersonUsed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the events say of people: who is disabled, who was here when, who asks for the same again. One thread writes. */
final class PersonBook {

    private record Visits(Instant appeared, Optional<Instant> lastUse) {}

    private final Table<String, Disabling> disabled;
    private final Table<String, Visits> visits;
    private final Table<String, AccessRecurring> recurring;

    PersonBook() {
        this(Table.base(), Table.base(), Table.base());
    }

    private PersonBook(
            Table<String, Disabling> disabled, Table<String, Visits> visits, Table<String, AccessRecurring> recurring) {
        this.disabled = disabled;
        this.visits = visits;
        this.recurring = recurring;
    }

    PersonBook overlay() {
        return new PersonBook(disabled.overlay(), visits.overlay(), recurring.overlay());
    }

    Optional<Disabling> disabling(String person) {
        return disabled.row(person);
    }

    List<Disabling> disabled() {
        return disabled.rows();
    }

    Optional<Instant> lastUse(String person) {
        return visits.row(person).flatMap(Visits::lastUse);
    }

    Optional<Instant> countsFrom(String person) {
        return visits.row(person)
                .map(known -> known.lastUse()
                        .filter(use -> use.isAfter(known.appeared()))
                        .orElse(known.appeared()));
    }

    List<AccessRecurring> recurring() {
        return recurring.rows();
    }

    /** Of several the first one holds: two may be on their way at the same time. */
    void disabled(PersonDisabled event) {
        if (disabled.row(event.person()).isEmpty()) {
            disabled.put(event.person(), new Disabling(event.person(), event.by(), event.reason(), event.at()));
        }
    }

    /** The time without use begins anew. */
    void enabled(PersonEnabled event) {
        disabled.remove(event.person());
        visits.put(event.person(), new Visits(event.at(), lastUse(event.person())));
    }

    void used(PersonUsed event) {
        Instant appeared = visits.row(event.person()).map(Visits::appeared).orElse(event.at());
        visits.put(event.person(), new Visits(appeared, Optional.of(event.at())));
    }

    void appeared(PeopleAppeared event) {
        event.people().forEach(person -> visits.put(person, new Visits(event.at(), lastUse(person))));
    }

    /** The newest for each person and target. */
    void recurs(AccessRecurring event) {
        recurring.put(event.person() + ' ' + event.target(), event);
    }

    void mustNotBeDisabled(String person) {
        if (disabling(person).isPresent()) {
            throw new IllegalStateException("'" + person + "' was given access and is disabled");
        }
    }
}
