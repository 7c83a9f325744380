package dev.bastion.policy.rule;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code hours}, {@code sources}, {@code sessions}, {@code idle} and {@code plain-key} of a rule. Stateless. */
public final class UseReader {

    private static final int MOST_SESSIONS = 1000;
    private static final Duration SHORTEST_IDLE = Duration.ofSeconds(5);
    private static final Duration LONGEST_IDLE = Duration.ofHours(24);

    private UseReader() {}

    public static Use read(YamlMap rule) {
        List<Network> sources =
                rule.list("sources").stream().flatMap(UseReader::network).toList();
        return new Use(
                HoursReader.read(rule),
                sources,
                rule.number("sessions", 1, MOST_SESSIONS),
                rule.duration("idle", SHORTEST_IDLE, LONGEST_IDLE),
                rule.flag("plain-key").orElse(false));
    }

    private static Stream<Network> network(YamlValue at) {
        Optional<String> text = at.text();
        Optional<Network> network = text.flatMap(Network::parse);
        if (text.isPresent() && network.isEmpty()) {
            at.problem(
                    "this is no network", "write it like 10.20.0.0/16 or 2001:db8::/32, no bits set beyond the prefix");
        }
        return network.stream();
    }
}
