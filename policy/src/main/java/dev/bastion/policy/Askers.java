package dev.bastion.policy;

import dev.bastion.policy.text.Checks;
import java.util.Set;

/** The people whom a rule is for: those of some groups, and some by name. */
public record Askers(Set<String> groups, Set<String> people) {

    public Askers {
        groups = Checks.names(groups, "groups");
        people = Checks.names(people, "people");
    }

    public boolean include(Person person) {
        return people.contains(person.name()) || person.groups().stream().anyMatch(groups::contains);
    }
}
