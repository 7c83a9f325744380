package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A production host.
 *
 * @param name what people type and what its host certificate is for; {@code [a-z0-9._-]}
 * @param aliases further names, of the same form
 * @param address the host name or IP address that the bastion connects to; nothing a client typed
 * @param port 1 to 65535; also the port that a client must name
 * @param logins the accounts on the target that a rule may open
 * @param hostKeys the host keys pinned for it
 * @param hostAuthorities the authorities that may certify its host key; never one of the bastion's own
 * @param principals what the onward certificate names where that is not the login itself, by login: a role that the
 *     host's {@code AuthorizedPrincipalsFile} lets into it
 * @param oldAlgorithms what this target alone is offered besides what every target is; in the order of their preference
 */
public record Target(
        String name,
        List<String> aliases,
        String address,
        int port,
        Map<String, String> labels,
        List<String> logins,
        List<IdentityKey> hostKeys,
        List<IdentityKey> hostAuthorities,
        Map<String, String> principals,
        Set<OldAlgorithm> oldAlgorithms) {

    public Target {
        Checks.filled(name, "name");
        requireNonNull(aliases, "aliases is null");
        aliases = List.copyOf(aliases);
        Checks.filled(address, "address");
        Checks.check(port > 0 && port < 65536, "port is not in 1 to 65535");
        requireNonNull(labels, "labels is null");
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        requireNonNull(logins, "logins is null");
        logins = List.copyOf(logins);
        requireNonNull(hostKeys, "hostKeys is null");
        hostKeys = List.copyOf(hostKeys);
        requireNonNull(hostAuthorities, "hostAuthorities is null");
        hostAuthorities = List.copyOf(hostAuthorities);
        requireNonNull(principals, "principals is null");
        principals = Collections.unmodifiableSortedMap(new TreeMap<>(principals));
        requireNonNull(oldAlgorithms, "oldAlgorithms is null");
        oldAlgorithms = Collections.unmodifiableSortedSet(new TreeSet<>(oldAlgorithms));
        Checks.check(logins.containsAll(principals.keySet()), "principals has one for a login that is none");
    }

    /** Name first, then the aliases. */
    public Stream<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }

    /** The one principal of the certificate that opens a login. */
    public String principal(String login) {
        return principals.getOrDefault(login, login);
    }
}
