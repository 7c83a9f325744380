package dev.bastion.policy;

import dev.bastion.policy.rule.Agreement;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts approvals: whose count, and what they fill of what a rule asks for. */
final class Approvers {

    private final AccessPolicy policy;

    Approvers(AccessPolicy policy) {
        this.policy = policy;
    }

    /** How many approvals a request needs; fewer are enough for an extension where the rule says so. */
    static int needed(Agreement agreement, AccessRequest request) {
        int all = agreement.needed();
        return request.extendsGrant().isPresent()
                ? Math.min(all, agreement.forExtension().orElse(all))
                : all;
    }

    /** How many of the approvals that are needed these people give, nobody counted twice. */
    int filled(Rule rule, AccessRequest request, Set<String> agreed) {
        Map<String, Set<String>> groups = new TreeMap<>();
        agreed.forEach(name -> policy.person(name).ifPresent(person -> groups.put(name, person.groups())));
        boolean anyOfThem = needed(rule.agreement(), request) < rule.agreement().needed();
        return anyOfThem ? groups.size() : rule.agreement().filled(groups);
    }

    /** The groups of each of them. */
    static Map<String, Set<String>> groups(Collection<Person> people) {
        Map<String, Set<String>> groups = new TreeMap<>();
        people.forEach(person -> groups.put(person.name(), person.groups()));
        return groups;
    }
}
