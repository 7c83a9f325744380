package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy is held against besides itself.
 *
 * @param demo whether targets may lie on this machine
 * @param reservedKeys key blobs in base64 that belong to the bastion (authorities, host key): nobody's and no host's
 * @param ownAddresses host names and IP addresses of the bastion; no target lies there
 * @param ownNames the names the bastion's own host certificate is for; no target is called so
 * @param ceiling the longest that this site lets any rule give; whatever rules say when empty
 * @param keepAtLeast for how long this site keeps every recording that a class names
 */
public record ParseContext(
        boolean demo,
        Set<String> reservedKeys,
        Set<String> ownAddresses,
        Set<String> ownNames,
        Optional<Duration> ceiling,
        Duration keepAtLeast) {

    /** Twelve months: PCI DSS v4.0.1, 10.5.1. */
    public static final Duration YEAR = Duration.ofDays(365);

    /** A policy seen by itself, for production. */
    public static final ParseContext PLAIN =
            new ParseContext(false, Set.of(), Set.of(), Set.of(), Optional.empty(), YEAR);

    /** A policy seen by itself, whose targets may lie on this machine. */
    public static final ParseContext DEMO =
            new ParseContext(true, Set.of(), Set.of(), Set.of(), Optional.empty(), YEAR);

    public ParseContext {
        requireNonNull(reservedKeys, "reservedKeys is null");
        reservedKeys = Set.copyOf(reservedKeys);
        requireNonNull(ownAddresses, "ownAddresses is null");
        ownAddresses = Set.copyOf(ownAddresses);
        requireNonNull(ownNames, "ownNames is null");
        ownNames = Set.copyOf(ownNames);
        requireNonNull(ceiling, "ceiling is null");
        Checks.positive(keepAtLeast, "keepAtLeast");
    }
}
