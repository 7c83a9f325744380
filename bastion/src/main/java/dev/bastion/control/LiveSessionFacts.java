package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.Counters;
import java.time.Instant;

/**
 * A live session as lists show it. Immutable.
 *
 * @param session its number, shown as {@code s-41}
 * @param grant the grant it runs under, shown as {@code g-41}
 * @param person who works in it
 * @param target the target's configured name
 * @param login the account on the target
 * @param source the address the person comes from
 * @param since when it opened
 * @param ends when its grant ends, as things stand
 * @param channels how many channels are open in it now
 * @param recorded what its recording counts so far
 */
public record LiveSessionFacts(
        long session,
        long grant,
        String person,
        String target,
        String login,
        String source,
        Instant since,
        Instant ends,
        int channels,
        Counters recorded) {
    public LiveSessionFacts {
        requireNonNull(person, "person is null");
        requireNonNull(target, "target is null");
        requireNonNull(login, "login is null");
        requireNonNull(source, "source is null");
        requireNonNull(since, "since is null");
        requireNonNull(ends, "ends is null");
        requireNonNull(recorded, "recorded is null");
    }
}
