package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * To what a site holds its policies, whoever writes them.
 *
 * @param ceiling the longest that a rule may give; any when empty
 * @param signatures of how many signers a policy must bear a signature; 0 when of none
 * @param signers who may sign, by name, each with their keys; no key is of two
 * @param keepAtLeast for how long a class of retention keeps recordings at least
 */
public record PolicyControl(
        Optional<Duration> ceiling,
        int signatures,
        SortedMap<String, Set<SshPublicKey>> signers,
        Duration keepAtLeast) {
    public PolicyControl {
        requireNonNull(ceiling, "ceiling is null");
        requireNonNull(keepAtLeast, "keepAtLeast is null");
        signers = Collections.unmodifiableSortedMap(new TreeMap<>(signers));
        if (signatures < 0 || signatures > signers.size()) {
            throw new IllegalArgumentException(
                    "%d signatures of %d signers cannot be".formatted(signatures, signers.size()));
        }
    }

    /** Whether a policy is to bear any signature at all. */
    boolean asksForSignatures() {
        return signatures > 0;
    }

    /** Whose key that is. */
    Optional<String> signer(SshPublicKey key) {
        return signers.entrySet().stream()
                .filter(signer -> signer.getValue().contains(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
