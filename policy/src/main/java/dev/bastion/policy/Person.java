package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import dev.bastion.policy.text.MailAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody with identity keys and groups; never a shared account. Named {@code [a-z0-9._-]}.
 *
 * @param mail where they are told of what waits for them, if by mail at all; says nothing about who they are
 */
public record Person(String name, List<IdentityKey> keys, Set<String> groups, Optional<MailAddress> mail) {

    public Person {
        Checks.filled(name, "name");
        requireNonNull(keys, "keys is null");
        keys = List.copyOf(keys);
        groups = Checks.names(groups, "groups");
        requireNonNull(mail, "mail is null");
    }

    /** Somebody who is told nothing by mail. */
    public Person(String name, List<IdentityKey> keys, Set<String> groups) {
        this(name, keys, groups, Optional.empty());
    }

    /** The same person with no group, as a policy sees them that does not know them. */
    Person withoutGroups() {
        return new Person(name, keys, Set.of(), mail);
    }
}
