package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.SignOnSubject;
import dev.bastion.policy.text.Checks;
import java.util.Set;

/**
 * Somebody, as a verified ID token says.
 *
 * @param person the name, in whatever form
 * @param groups of access.yaml as far as the configuration says which are; they need not be there
 */
record Identified(String person, SignOnSubject whom, Set<String> groups) {
    Identified {
        requireNonNull(person, "person is null");
        requireNonNull(whom, "whom is null");
        groups = Checks.names(groups, "groups");
    }
}
