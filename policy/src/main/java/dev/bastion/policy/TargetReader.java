package dev.bastion.policy;

import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.Plain;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads {@code targets}. For one thread. */
final class TargetReader {

    private static final int SSH_PORT = 22;

    private final KeyOwners keys;
    private final ForbiddenAddresses forbidden;
    private final Set<String> ownNames;
    private final Map<String, String> owners = new HashMap<>();

    TargetReader(KeyOwners keys, ParseContext context) {
        this.keys = keys;
        this.forbidden = new ForbiddenAddresses(context.demo(), context.ownAddresses());
        this.ownNames = context.ownNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names first, so that every alias is held against each of them. */
    List<Target> read(YamlMap map) {
        Set<String> sound = new HashSet<>();
        for (YamlMap.Entry entry : map.entries()) {
            if (Naming.targetName(entry.at(), entry.name()) && free(entry.at(), entry.name(), entry.name())) {
                sound.add(entry.name());
            }
        }
        return map.entries().stream()
                .flatMap(entry -> entry.value().map().flatMap(target -> read(entry.name(), target)).stream())
                .filter(target -> sound.contains(target.name()))
                .toList();
    }

    /** Everything is read before anything is built, so that every problem is found. */
    private Optional<Target> read(String name, YamlMap map) {
        List<String> aliases = aliases(map, name);
        Optional<HostPort> address = address(map);
        Map<String, String> labels = map.map("labels").map(ScopeReader::labels).orElse(Map.of());
        List<String> logins = logins(map);
        Map<String, String> principals =
                map.map("principals").map(roles -> principals(roles, logins)).orElse(Map.of());
        List<IdentityKey> hostKeys = hostKeys(map, "host-key");
        List<IdentityKey> hostAuthorities = hostKeys(map, "host-authority");
        Set<OldAlgorithm> oldAlgorithms = oldAlgorithms(map);
        if (!map.has("host-key") && !map.has("host-authority")) {
            map.problem(
                    "nothing says how the host proves itself",
                    "pin its key with host-key: \"ssh-ed25519 AAAA…\", or name host-authority");
        }
        map.refuseUnknown();
        return address.map(place -> new Target(
                name,
                aliases,
                place.host(),
                place.port(),
                labels,
                logins,
                hostKeys,
                hostAuthorities,
                principals,
                oldAlgorithms));
    }

    private Optional<HostPort> address(YamlMap map) {
        Optional<HostPort> place = map.required("address").flatMap(value -> value.hostPort(OptionalInt.of(SSH_PORT)));
        return place.filter(read -> {
            Optional<String> refusal = read.port() == 0
                    ? Optional.of("has port 0, where nothing listens")
                    : forbidden.refusal(read.host());
            refusal.ifPresent(why -> map.problem(
                    "address", "'" + read + "' " + why, "a target is another machine; only a demo may use this one"));
            return refusal.isEmpty();
        });
    }

    private List<String> aliases(YamlMap map, String name) {
        List<String> aliases = new ArrayList<>();
        for (YamlValue item : map.list("aliases")) {
            item.text()
                    .filter(alias -> Naming.targetName(item, alias) && free(item, alias, name))
                    .ifPresent(aliases::add);
        }
        return aliases;
    }

    private boolean free(YamlValue at, String name, String target) {
        if (ownNames.contains(name)) {
            at.problem("'" + name + "' is a name of the bastion itself", "call the target something else");
            return false;
        }
        String owner = owners.putIfAbsent(name, target);
        if (owner != null) {
            at.problem(
                    "'" + name + "' already names target '" + Plain.shown(owner) + "'", "one name leads to one target");
        }
        return owner == null;
    }

    private static List<String> logins(YamlMap map) {
        Set<String> logins = new LinkedHashSet<>();
        for (YamlValue item : map.filledList("logins", "name the accounts that a rule may open")) {
            Naming.login(item).ifPresent(logins::add);
        }
        return List.copyOf(logins);
    }

    /** Roles by login, for sites whose hosts list principals. */
    private static Map<String, String> principals(YamlMap map, List<String> logins) {
        Map<String, String> principals = new TreeMap<>();
        for (YamlMap.Entry entry : map.entries()) {
            if (!logins.contains(entry.name())) {
                entry.at()
                        .problem(
                                "'" + Plain.shown(entry.name()) + "' is no login of this target",
                                "a principal belongs to one of its logins");
                continue;
            }
            Naming.principal(entry.value()).ifPresent(principal -> principals.put(entry.name(), principal));
        }
        return principals;
    }

    private static Set<OldAlgorithm> oldAlgorithms(YamlMap map) {
        Set<OldAlgorithm> algorithms = EnumSet.noneOf(OldAlgorithm.class);
        map.list("old-algorithms")
                .forEach(item -> item.word(OldAlgorithm.words()).ifPresent(algorithms::add));
        return algorithms;
    }

    /** One line, or a list of them. */
    private List<IdentityKey> hostKeys(YamlMap map, String name) {
        Optional<YamlValue> value = map.value(name);
        List<YamlValue> lines =
                value.map(one -> one.isList() ? one.list() : List.of(one)).orElse(List.of());
        value.filter(one -> lines.isEmpty()).ifPresent(one -> one.problem("no key is named", ""));
        return lines.stream().flatMap(line -> keys.hostKey(line).stream()).toList();
    }
}
