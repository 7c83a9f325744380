package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.Circumstances;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule is held against.
 *
 * @param login any that the rule gives when left out
 * @param permits any that the rule gives when empty
 * @param length the rule's default when left out
 * @param granted whether it was granted before: a shorter maximum is for what is asked anew
 * @param reason empty when none is given
 * @param ticket empty when none is given
 * @param at when it is, or was, asked
 */
public record Asking(
        Person person,
        List<Target> targets,
        Optional<String> login,
        Set<Permit> permits,
        Optional<Duration> length,
        boolean granted,
        String reason,
        Optional<String> ticket,
        Instant at) {

    public Asking {
        requireNonNull(person, "person is null");
        requireNonNull(targets, "targets is null");
        targets = List.copyOf(targets);
        requireNonNull(login, "login is null");
        permits = Permit.inOrder(permits);
        requireNonNull(length, "length is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(ticket, "ticket is null");
        requireNonNull(at, "at is null");
    }

    Asking by(Person other) {
        return new Asking(other, targets, login, permits, length, granted, reason, ticket, at);
    }

    Asking lasting(Optional<Duration> other) {
        return new Asking(person, targets, login, permits, other, granted, reason, ticket, at);
    }

    /** What a condition of that rule is asked about, for one of the targets. */
    Circumstances on(Target target, Rule rule) {
        Set<Permit> wanted = permits.isEmpty() ? rule.permits() : permits;
        return new Circumstances(
                person.name(),
                person.groups(),
                target.name(),
                target.labels(),
                login.orElse(""),
                wanted.stream().map(Permit::word).toList(),
                length.orElse(rule.terms().byDefault()),
                reason,
                ticket.orElse(""),
                at);
    }
}
