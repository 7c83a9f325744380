package dev.bastion.policy;

import dev.bastion.policy.yaml.YamlValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sees to it that each key has one use: one person's, or hosts', and never the bastion's own. For one thread. */
final class KeyOwners {

    private final Set<String> reserved;
    private final Set<String> hosts = new HashSet<>();
    private final Map<String, String> persons = new HashMap<>();

    KeyOwners(Set<String> reserved) {
        this.reserved = reserved;
    }

    /** A host's key or the authority over it; several targets may have it, for one host may be several targets. */
    Optional<IdentityKey> hostKey(YamlValue at) {
        return key(at).filter(key -> {
            hosts.add(key.base64());
            return true;
        });
    }

    /** In base64, the keys that are no person's: hosts' and the bastion's own. */
    Set<String> nobodys() {
        Set<String> all = new HashSet<>(reserved);
        all.addAll(hosts);
        return all;
    }

    /** A person's key, once the hosts' are known. */
    Optional<IdentityKey> personKey(YamlValue at, String person) {
        return key(at).filter(key -> free(at, key, person));
    }

    private boolean free(YamlValue at, IdentityKey key, String person) {
        if (hosts.contains(key.base64())) {
            at.problem("this key belongs to a target", "a person's key is their own: make one with ssh-keygen");
            return false;
        }
        String owner = persons.putIfAbsent(key.base64(), person);
        if (owner != null) {
            at.problem(
                    owner.equals(person) ? "this key is here twice" : "this key belongs to '" + owner + "' already",
                    "one key belongs to one person");
        }
        return owner == null;
    }

    private Optional<IdentityKey> key(YamlValue at) {
        return at.text().flatMap(line -> switch (KeyLine.read(line)) {
            case KeyReading.Read read -> notReserved(at, read.key());
            case KeyReading.Faulty faulty -> {
                at.problem(faulty.message(), faulty.hint());
                yield Optional.empty();
            }
        });
    }

    private Optional<IdentityKey> notReserved(YamlValue at, IdentityKey key) {
        if (reserved.contains(key.base64())) {
            at.problem("this key is one of the bastion's own", "its authorities and its host key have no other use");
            return Optional.empty();
        }
        return Optional.of(key);
    }
}
