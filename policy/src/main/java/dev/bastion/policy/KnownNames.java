package dev.bastion.policy;

import dev.bastion.policy.text.Plain;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that a policy file gives, whether or not what stands behind them is sound: a fault is told once, where it is,
 * and not again wherever the name is used.
 */
record KnownNames(Set<String> people, Set<String> groups, Set<String> targets, Set<String> retentions) {

    static KnownNames of(YamlMap root) {
        return new KnownNames(
                keys(root, "people"), keys(root, "groups"), keys(root, "targets"), keys(root, "retention"));
    }

    /** Notes a problem when there is no such person. */
    boolean person(YamlValue at, String name) {
        return known(at, people, "person", name);
    }

    /** Notes a problem when there is no such group. */
    boolean group(YamlValue at, String name) {
        return known(at, groups, "group", name);
    }

    /** Notes a problem when there is no such target. */
    boolean target(YamlValue at, String name) {
        return known(at, targets, "target", name);
    }

    /** Notes a problem when there is no such class of retention. */
    boolean retention(YamlValue at, String name) {
        boolean known = retentions.contains(name);
        if (!known) {
            at.problem(
                    "there is no class of retention '" + Plain.shown(name) + "'",
                    "add it at the top: retention: {" + Plain.shown(name) + ": {keep: 400d}}");
        }
        return known;
    }

    private static boolean known(YamlValue at, Set<String> names, String kind, String name) {
        boolean known = names.contains(name);
        if (!known) {
            at.problem(
                    "there is no " + kind + " '" + Plain.shown(name) + "'",
                    kind.equals("person") ? "add them under people" : "add it under " + kind + "s");
        }
        return known;
    }

    /** A look ahead, which notes no problem: whoever reads the part does. */
    private static Set<String> keys(YamlMap root, String part) {
        return root.value(part).stream()
                .flatMap(value -> value.peekMap().stream())
                .flatMap(map -> map.entries().stream())
                .map(YamlMap.Entry::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
