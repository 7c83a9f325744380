package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the ledger knows of one key of an authority.
 *
 * @param line the public half, type and base64
 * @param fingerprint of it, {@code SHA256:…}
 * @param place where the private half is, as in {@link AuthorityEvent.AuthorityKeyIntroduced}
 * @param since when it came to stand so
 * @param held since when each bastion can sign with it, by the bastion's name
 */
public record AuthorityKey(
        Authority authority,
        String line,
        String fingerprint,
        String place,
        KeyStanding standing,
        Instant introduced,
        Instant since,
        Map<String, Instant> held) {

    public AuthorityKey {
        requireNonNull(authority, "authority is null");
        Checks.filled(line, "line");
        Checks.filled(fingerprint, "fingerprint");
        Checks.filled(place, "place");
        requireNonNull(standing, "standing is null");
        requireNonNull(introduced, "introduced is null");
        requireNonNull(since, "since is null");
        held = Map.copyOf(held);
    }

    AuthorityKey moved(KeyStanding to, Instant at) {
        return new AuthorityKey(authority, line, fingerprint, place, to, introduced, at, held);
    }

    AuthorityKey heldBy(String bastion, Instant at) {
        Map<String, Instant> more = new TreeMap<>(held);
        more.putIfAbsent(bastion, at);
        return new AuthorityKey(authority, line, fingerprint, place, standing, introduced, since, more);
    }
}
