package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What became of a person, who is otherwise a line of the policy. */
public sealed interface PersonEvent extends AccessEvent {

    /**
     * A person is shut out; what they had ends by events of its own.
     *
     * @param by who did it; nobody where they had not been here for long
     * @param late whether it is written after it had taken effect
     */
    record PersonDisabled(String person, Optional<String> by, String reason, Instant at, boolean late)
            implements PersonEvent {
        public PersonDisabled {
            Checks.filled(person, "person");
            requireNonNull(by, "by is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    record PersonEnabled(String person, String by, String reason, Instant at) implements PersonEvent {
        public PersonEnabled {
            Checks.filled(person, "person");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    /** A person logged in, the first time on that day of UTC. */
    record PersonUsed(String person, Instant at) implements PersonEvent {
        public PersonUsed {
            Checks.filled(person, "person");
            requireNonNull(at, "at is null");
        }
    }

    /** The policy names these people for the first time: from here on their time without use counts. */
    record PeopleAppeared(Set<String> people, Instant at) implements PersonEvent {
        public PeopleAppeared {
            people = Checks.names(people, "people");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A person was given the same target again and again within thirty days: the rule should be reviewed.
     *
     * @param rule the one that gave it last
     */
    record AccessRecurring(String person, String target, String rule, int times, Instant at) implements PersonEvent {
        public AccessRecurring {
            Checks.filled(person, "person");
            Checks.filled(target, "target");
            Checks.filled(rule, "rule");
            Checks.check(times > 0, "times is not positive");
            requireNonNull(at, "at is null");
        }
    }
}
