package dev.bastion.signer;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a key of a signer has been followed, as the bastion says that asks there. Immutable.
 *
 * @param bastions those that cannot sign with it yet, or some of them, as in the two below
 * @param people those who have not fetched a profile with it
 * @param targets those that are not known to accept it
 * @param end when nothing that it signed is good any more; empty while it signs
 */
public record KeyFollowed(
        String fingerprint, List<String> bastions, List<String> people, List<String> targets, Optional<Instant> end) {
    public KeyFollowed {
        Checks.filled(fingerprint, "fingerprint");
        bastions = List.copyOf(bastions);
        people = List.copyOf(people);
        targets = List.copyOf(targets);
    }
}
