package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.List;
import java.util.Set;

/** Somebody with identity keys and groups; never a shared account. Named {@code [a-z0-9._-]}. */
public record Person(String name, List<IdentityKey> keys, Set<String> groups) {

    public Person {
        Checks.filled(name, "name");
        requireNonNull(keys, "keys is null");
        keys = List.copyOf(keys);
        groups = Checks.names(groups, "groups");
    }

    /** The same person with no group, as a policy sees them that does not know them. */
    Person withoutGroups() {
        return new Person(name, keys, Set.of());
    }
}
