package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A person's wish for one or more targets, with a reason. It never changes: a change is a new request.
 *
 * @param targets names of targets, never aliases
 * @param length how long the grant is to run; of an extension, how much is to be added
 * @param rule the name of the rule that decides
 * @param lapsesAt from this moment on it cannot be approved any more
 * @param extendsGrant the grant that it lengthens, when it is an extension
 */
public record AccessRequest(
        long id,
        String person,
        List<String> targets,
        String login,
        Set<Permit> permits,
        Duration length,
        String reason,
        Optional<String> ticket,
        String rule,
        Instant at,
        Instant lapsesAt,
        OptionalLong extendsGrant) {

    public AccessRequest {
        Checks.id(id, "id");
        Checks.filled(person, "person");
        requireNonNull(targets, "targets is null");
        targets = List.copyOf(targets);
        Checks.check(!targets.isEmpty(), "targets is empty");
        Checks.filled(login, "login");
        permits = Permit.inOrder(permits);
        Checks.positive(length, "length");
        requireNonNull(reason, "reason is null");
        requireNonNull(ticket, "ticket is null");
        Checks.filled(rule, "rule");
        requireNonNull(at, "at is null");
        requireNonNull(lapsesAt, "lapsesAt is null");
        requireNonNull(extendsGrant, "extendsGrant is null");
    }

    AccessRequest narrowed(List<String> fewer, Duration shorter) {
        return new AccessRequest(
                id, person, fewer, login, permits, shorter, reason, ticket, rule, at, lapsesAt, extendsGrant);
    }
}
