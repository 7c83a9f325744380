package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.util.Set;

/**
 * What a provider's verified token says, and the key of the connection that it was asked for by.
 *
 * @param person the name as the provider says it, in whatever form
 * @param key the key that the connection proved
 * @param groups as the provider says them; those that the policy does not know give nothing
 * @param length for how long the key becomes the person's
 */
public record SignOnClaim(String person, SignOnSubject whom, IdentityKey key, Set<String> groups, Duration length) {
    public SignOnClaim {
        requireNonNull(person, "person is null");
        requireNonNull(whom, "whom is null");
        requireNonNull(key, "key is null");
        groups = Checks.names(groups, "groups");
        Checks.positive(length, "length");
    }
}
