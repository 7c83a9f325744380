package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.store.Claims;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a bastion knows of the time before it started.
 *
 * @param claims what was told, by whichever bastion
 * @param ledger what happened
 */
public record Past(Claims claims, Ledger ledger) {
    public Past {
        requireNonNull(claims, "claims is null");
        requireNonNull(ledger, "ledger is null");
    }

    /** Reads what happened. */
    @FunctionalInterface
    public interface Ledger {
        /** What is made of each event since then, the oldest first. */
        <T> List<T> since(Instant time, Function<AccessEvent, Optional<T>> made);
    }
}
