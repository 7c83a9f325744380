package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When, from where and how much at once a rule's grants may be used.
 *
 * @param sources the networks that connections may come from; any when empty
 * @param sessions how many sessions may run at once under one grant; as many as people like when empty
 * @param idle after how long without the person's input a session ends; never when empty
 * @param plainKey whether a connection that proved a plain key and no certificate may use the grant
 */
public record Use(Hours hours, List<Network> sources, OptionalInt sessions, Optional<Duration> idle, boolean plainKey) {

    /** What a rule gives that says nothing of it. */
    public static final Use FREE = new Use(Hours.ALWAYS, List.of(), OptionalInt.empty(), Optional.empty(), false);

    public Use {
        requireNonNull(hours, "hours is null");
        requireNonNull(sources, "sources is null");
        sources = List.copyOf(sources);
        requireNonNull(sessions, "sessions is null");
        Checks.check(sessions.isEmpty() || sessions.getAsInt() > 0, "sessions is not positive");
        requireNonNull(idle, "idle is null");
        idle.ifPresent(length -> Checks.positive(length, "idle"));
    }

    public boolean allowsFrom(InetAddress source) {
        return sources.isEmpty() || sources.stream().anyMatch(network -> network.contains(source));
    }
}
