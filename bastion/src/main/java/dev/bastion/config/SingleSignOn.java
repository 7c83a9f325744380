package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The OpenID Connect provider whose people may sign on: the section {@code single-sign-on}. Immutable.
 *
 * @param issuer the provider, exactly as its tokens name it
 * @param client what the provider calls this bastion
 * @param secret what proves the bastion there; a public client has none
 * @param scopes what it asks for; {@code openid} among them
 * @param personClaim the claim of the ID token that is the person's name here
 * @param groupsClaim the claim that lists the person's groups
 * @param groups the group of access.yaml for each of the provider's; as they are called there where it is empty
 * @param algorithms that may sign an ID token, by their names in JWS (RFC 7518, RFC 8037)
 * @param length for how long a key becomes a person's
 * @param refresh how often the provider is asked whether all still holds
 * @param grace for how long it holds while the provider does not answer
 * @param open whether the provider may be spoken to without TLS beyond this machine
 */
public record SingleSignOn(
        URI issuer,
        String client,
        Optional<Secret> secret,
        List<String> scopes,
        String personClaim,
        String groupsClaim,
        Map<String, String> groups,
        Set<String> algorithms,
        Duration length,
        Duration refresh,
        Duration grace,
        boolean open) {
    public SingleSignOn {
        requireNonNull(issuer, "issuer is null");
        Checks.filled(client, "client");
        requireNonNull(secret, "secret is null");
        scopes = List.copyOf(scopes);
        Checks.filled(personClaim, "personClaim");
        Checks.filled(groupsClaim, "groupsClaim");
        groups = Map.copyOf(groups);
        algorithms = Set.copyOf(algorithms);
        Checks.check(!algorithms.isEmpty(), "no algorithm");
        Checks.positive(length, "length");
        Checks.positive(refresh, "refresh");
        requireNonNull(grace, "grace is null");
    }
}
