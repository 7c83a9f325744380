package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.Person;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes who logs in, once a day of UTC: who is not here for long loses access. Waits for nothing. Thread-safe. */
final class Visits {
    private static final Logger LOG = LoggerFactory.getLogger(Visits.class);

    private final AccessJournal journal;
    private final AccessDesk desk;

    Visits(AccessJournal journal, AccessDesk desk) {
        this.journal = requireNonNull(journal, "journal is null");
        this.desk = requireNonNull(desk, "desk is null");
    }

    void by(Person person) {
        AccessJournal.Decider<?> use = desk.people().used(person.name());
        if (use.decide(journal.state()).events().isEmpty()) {
            return;
        }
        journal.submit(use).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("that {} was here is not in the ledger: {}", person.name(), failure.toString());
            }
        });
    }
}
