package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes deciders: each is given the scene of the moment in which it runs. What is dated to before takes the time from
 * {@link #now} when it is made. Safe to use from any thread.
 */
record Deciders(Supplier<AccessPolicy> policies, GrantTokenSigner signer, Clock clock) {
    Deciders {
        requireNonNull(policies, "policies is null");
        requireNonNull(signer, "signer is null");
        requireNonNull(clock, "clock is null");
    }

    Decider<Decision> decision(Function<Scene, Decided<Decision>> decision) {
        return state -> decision.apply(scene(state));
    }

    /** What a person does, unless they are disabled. */
    Decider<Decision> act(String person, Function<Scene, Decided<Decision>> decision) {
        return decision(scene -> scene.state()
                .disabling(person)
                .map(disabling -> Decided.<Decision>nothing(Refusals.disabled(disabling, scene.now())))
                .orElseGet(() -> decision.apply(scene)));
    }

    Decider<List<AccessEvent>> sweep(Function<Scene, List<AccessEvent>> sweep) {
        return state -> swept(sweep.apply(scene(state)));
    }

    /** As of a moment that the caller names. */
    Decider<List<AccessEvent>> sweep(Instant at, Function<Scene, List<AccessEvent>> sweep) {
        return state -> swept(sweep.apply(scene(state, at)));
    }

    private static Decided<List<AccessEvent>> swept(List<AccessEvent> events) {
        return new Decided<>(events, events);
    }

    Scene scene(AccessState state) {
        return scene(state, now());
    }

    private Scene scene(AccessState state, Instant now) {
        return new Scene(state, policies.get(), now, signer);
    }

    /** Whole milliseconds, which every store keeps. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
