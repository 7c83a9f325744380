package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;

/** How long recordings stay, what holds them longer, and that they are gone. */
public sealed interface RetentionEvent extends AccessEvent {

    /** Nothing of it is deleted from here on, whatever its class says. */
    record HoldPlaced(Held held, String by, String reason, Instant at) implements RetentionEvent {
        public HoldPlaced {
            requireNonNull(held, "held is null");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    record HoldLifted(Held held, String by, String reason, Instant at) implements RetentionEvent {
        public HoldLifted {
            requireNonNull(held, "held is null");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * The content of a recording is deleted, because its class has run out; written before the first file goes.
     *
     * @param retention the class
     * @param sumsSha256 hex of the SHA-256 of the recording's list of digests, which stays; empty when there is none
     * @param faults what was wrong with the recording before; nothing when it was as it was sealed
     */
    record RecordingDeleted(long session, String retention, String sumsSha256, List<String> faults, Instant at)
            implements RetentionEvent {
        public RecordingDeleted {
            Checks.id(session, "session");
            Checks.filled(retention, "retention");
            requireNonNull(sumsSha256, "sumsSha256 is null");
            requireNonNull(faults, "faults is null");
            faults = List.copyOf(faults);
            requireNonNull(at, "at is null");
        }
    }
}
