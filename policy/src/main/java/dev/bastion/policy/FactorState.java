package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a person's second factor stands.
 *
 * @param enrolment the time of its enrolment, by which it is told from an earlier one
 * @param sealedSecret what codes are held against, sealed by a key that is not in the ledger
 * @param confirmed whether a code was ever right: before that it proves nothing
 * @param recovery SHA-256, in hex, of each recovery code that is left
 * @param lastStep the time step of the newest code that was right: that one and all before are used up
 * @param failures wrong tries since the last right one
 * @param lastFailure when the last wrong try was
 * @param proved when it was last proved from each address
 */
public record FactorState(
        Instant enrolment,
        String sealedSecret,
        boolean confirmed,
        Set<String> recovery,
        long lastStep,
        int failures,
        Instant lastFailure,
        Map<String, Instant> proved) {

    /** So many wrong tries lock it: PCI DSS v4.0.1, 8.3.4. */
    public static final int MOST_FAILURES = 10;

    /** For so long. */
    public static final Duration LOCK = Duration.ofMinutes(30);

    static final int MOST_SOURCES = 32;

    public FactorState {
        requireNonNull(enrolment, "enrolment is null");
        Checks.filled(sealedSecret, "sealedSecret");
        recovery = Checks.names(recovery, "recovery");
        Checks.check(failures >= 0, "failures is negative");
        requireNonNull(lastFailure, "lastFailure is null");
        proved = Collections.unmodifiableMap(new TreeMap<>(proved));
    }

    /** Until when no code is looked at; nothing when one is. */
    public Optional<Instant> lockedUntil(Instant now) {
        Instant until = lastFailure.plus(LOCK);
        return failures >= MOST_FAILURES && until.isAfter(now) ? Optional.of(until) : Optional.empty();
    }

    /** Whether it was proved from there within that time. */
    boolean provedFrom(String source, Duration window, Instant now) {
        Instant at = proved.get(source);
        return confirmed
                && at != null
                && !at.plus(window).isBefore(now)
                && !at.isAfter(now.plus(Scene.CLOCK_TOLERANCE));
    }
}
