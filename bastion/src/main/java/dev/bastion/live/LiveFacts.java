package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.Counters;
import java.time.Instant;

/**
 * What is known of a live session; immutable.
 *
 * @param session the session's number, 0 while the ledger has not given one yet
 * @param source the address that the person comes from
 * @param channels the channels that are open now
 * @param recorded what its recording counts so far
 */
public record LiveFacts(
        long session,
        long grant,
        String person,
        String target,
        String login,
        String source,
        Instant since,
        int channels,
        Counters recorded) {
    public LiveFacts {
        requireNonNull(person, "person is null");
        requireNonNull(target, "target is null");
        requireNonNull(login, "login is null");
        requireNonNull(source, "source is null");
        requireNonNull(since, "since is null");
        requireNonNull(recorded, "recorded is null");
    }
}
