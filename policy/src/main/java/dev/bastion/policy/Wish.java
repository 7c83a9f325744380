package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person types when they ask, before anything is checked.
 *
 * @param targets names or aliases
 * @param login may be left out where only one is open
 * @param length the rule's default when left out
 * @param reason empty when none is given
 * @param permits all that the rule gives when empty
 */
public record Wish(
        List<String> targets,
        Optional<String> login,
        Optional<Duration> length,
        String reason,
        Optional<String> ticket,
        Set<Permit> permits) {

    public Wish {
        requireNonNull(targets, "targets is null");
        targets = List.copyOf(targets);
        requireNonNull(login, "login is null");
        requireNonNull(length, "length is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(ticket, "ticket is null");
        permits = Permit.inOrder(permits);
    }
}
