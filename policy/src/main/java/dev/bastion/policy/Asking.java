package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule is held against.
 *
 * @param login any that the rule gives when left out
 * @param permits any that the rule gives when empty
 * @param length the rule's default when left out
 */
public record Asking(
        Person person, List<Target> targets, Optional<String> login, Set<Permit> permits, Optional<Duration> length) {

    public Asking {
        requireNonNull(person, "person is null");
        requireNonNull(targets, "targets is null");
        targets = List.copyOf(targets);
        requireNonNull(login, "login is null");
        permits = Permit.inOrder(permits);
        requireNonNull(length, "length is null");
    }

    Asking by(Person other) {
        return new Asking(other, targets, login, permits, length);
    }
}
