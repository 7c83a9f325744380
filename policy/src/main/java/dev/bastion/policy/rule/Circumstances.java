package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a condition may ask about: the person, one target, the request and the time.
 *
 * @param ticket empty when none is given
 */
public record Circumstances(
        String person,
        Set<String> groups,
        String target,
        Map<String, String> labels,
        String login,
        List<String> permits,
        Duration length,
        String reason,
        String ticket,
        Instant now) {

    public Circumstances {
        requireNonNull(person, "person is null");
        groups = Set.copyOf(groups);
        requireNonNull(target, "target is null");
        labels = Map.copyOf(labels);
        requireNonNull(login, "login is null");
        permits = List.copyOf(permits);
        requireNonNull(length, "length is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(ticket, "ticket is null");
        requireNonNull(now, "now is null");
    }

    /** By the names that conditions use. */
    Map<String, Object> variables() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("person.name", person);
        variables.put("person.groups", List.copyOf(groups));
        variables.put("target.name", target);
        variables.put("target.labels", labels);
        variables.put("request.login", login);
        variables.put("request.permits", permits);
        variables.put("request.duration", length);
        variables.put("request.reason", reason);
        variables.put("request.ticket", ticket);
        variables.put("now", now);
        return variables;
    }
}
