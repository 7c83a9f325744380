package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;

/**
 * What a reviewer found that was not what had been asked for.
 *
 * @param id shown as {@code i-3}
 * @param grant the grant under which it was done
 * @param person whose grant it was
 * @param by who found it
 * @param note what it is
 */
public record Incident(long id, long grant, String person, String by, String note, Instant at) {
    public Incident {
        Checks.id(id, "id");
        Checks.id(grant, "grant");
        Checks.filled(person, "person");
        Checks.filled(by, "by");
        Checks.filled(note, "note");
        requireNonNull(at, "at is null");
    }
}
