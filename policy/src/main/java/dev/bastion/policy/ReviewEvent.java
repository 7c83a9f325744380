package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Set;

/** What was owed, said and found after a grant ended. */
public sealed interface ReviewEvent extends AccessEvent {

    /**
     * A grant that has ended owes a review.
     *
     * @param due until when
     * @param by the groups whose people sign it off; whoever reviews its targets when empty
     */
    record ReviewDue(long grant, Instant due, Set<String> by, Instant at) implements ReviewEvent {
        public ReviewDue {
            Checks.id(grant, "grant");
            requireNonNull(due, "due is null");
            by = Checks.names(by, "by");
            requireNonNull(at, "at is null");
        }
    }

    /** A grant has ended that no rule wants reviewed. */
    record ReviewNotOwed(long grant, Instant at) implements ReviewEvent {
        public ReviewNotOwed {
            Checks.id(grant, "grant");
            requireNonNull(at, "at is null");
        }
    }

    /** Nobody signed a review off in time; said once. */
    record ReviewOverdue(long grant, Instant at) implements ReviewEvent {
        public ReviewOverdue {
            Checks.id(grant, "grant");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A review was signed off.
     *
     * @param note empty when there was nothing to say
     */
    record GrantReviewed(long grant, String by, Verdict verdict, String note, Instant at) implements ReviewEvent {
        public GrantReviewed {
            Checks.id(grant, "grant");
            Checks.filled(by, "by");
            requireNonNull(verdict, "verdict is null");
            requireNonNull(note, "note is null");
            requireNonNull(at, "at is null");
        }
    }

    /** A review found what had not been asked for; it follows the {@link GrantReviewed} that says so. */
    record IncidentOpened(long incident, long grant, String by, String note, Instant at) implements ReviewEvent {
        public IncidentOpened {
            Checks.id(incident, "incident");
            Checks.id(grant, "grant");
            Checks.filled(by, "by");
            Checks.filled(note, "note");
            requireNonNull(at, "at is null");
        }
    }
}
