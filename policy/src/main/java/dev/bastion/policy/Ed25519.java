package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.security.Key;
import java.security.interfaces.EdECKey;
import java.security.spec.NamedParameterSpec;

/** Holds a key against the one curve that grant tokens are signed on. */
final class Ed25519 {

    private Ed25519() {}

    static <K extends Key> K checked(K key) {
        requireNonNull(key, "key is null");
        boolean named = key.getAlgorithm().equals("Ed25519");
        boolean curve = key instanceof EdECKey edwards
                && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
        Checks.check(named || curve, "the grant-token key is not Ed25519");
        return key;
    }
}
