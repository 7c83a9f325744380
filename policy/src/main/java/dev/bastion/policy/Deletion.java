package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;

/**
 * That the content of a recording was deleted under retention.
 *
 * @param retention its class
 * @param sumsSha256 hex of the SHA-256 of its list of digests, which stays; empty when there was none
 * @param faults what was wrong with it before; nothing when it was as it was sealed
 */
public record Deletion(long session, String retention, String sumsSha256, List<String> faults, Instant at) {
    public Deletion {
        Checks.id(session, "session");
        Checks.filled(retention, "retention");
        requireNonNull(sumsSha256, "sumsSha256 is null");
        requireNonNull(faults, "faults is null");
        faults = List.copyOf(faults);
        requireNonNull(at, "at is null");
    }
}
