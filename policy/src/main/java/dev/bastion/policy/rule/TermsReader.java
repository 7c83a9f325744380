package dev.bastion.policy.rule;

import dev.bastion.policy.text.Durations;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads {@code duration}, {@code start}, {@code latest-start} and {@code lapse} of a rule. Immutable. */
public final class TermsReader {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Map<String, StartAt> START =
            Map.of("approval", StartAt.APPROVAL, "first-use", StartAt.FIRST_USE);

    private final Optional<Duration> ceiling;

    /** Refuses what is longer than the ceiling that the site has set, where it has set one. */
    public TermsReader(Optional<Duration> ceiling) {
        this.ceiling = ceiling;
    }

    private record Lengths(Duration byDefault, Duration max) {}

    /** Nothing when there is a problem. */
    public Optional<Terms> read(YamlMap rule) {
        Optional<Lengths> lengths =
                rule.required("duration").flatMap(YamlValue::map).flatMap(this::lengths);
        Optional<StartAt> start = rule.has("start") ? rule.word("start", START) : Optional.of(StartAt.APPROVAL);
        Optional<Duration> latest = latestStart(rule, start);
        Duration lapse = rule.duration("lapse", SHORTEST, LONGEST).orElse(Terms.DEFAULT_LAPSE);
        boolean startsSoundly = start.isPresent() && latest.isPresent() == (start.get() == StartAt.FIRST_USE);
        return startsSoundly
                ? lengths.map(both -> new Terms(both.byDefault(), both.max(), start.get(), latest, lapse))
                : Optional.empty();
    }

    private Optional<Lengths> lengths(YamlMap map) {
        Optional<Duration> max = map.required("max").flatMap(value -> value.duration(SHORTEST, LONGEST));
        Optional<Duration> byDefault =
                map.duration("default", SHORTEST, LONGEST).or(() -> max);
        map.refuseUnknown();
        if (max.isEmpty() || byDefault.isEmpty()) {
            return Optional.empty();
        }
        if (byDefault.get().compareTo(max.get()) > 0) {
            map.problem("default", "the default is longer than the maximum", "make default at most max");
            return Optional.empty();
        }
        ceiling.filter(most -> max.get().compareTo(most) > 0)
                .ifPresent(most -> map.problem(
                        "max",
                        "the maximum of " + Durations.text(max.get()) + " is more than this site's ceiling of "
                                + Durations.text(most),
                        "ask for less, or have policy-control.ceiling in bastion.yaml raised"));
        return Optional.of(new Lengths(byDefault.get(), max.get()));
    }

    private static Optional<Duration> latestStart(YamlMap map, Optional<StartAt> start) {
        Optional<Duration> latest = map.duration("latest-start", SHORTEST, LONGEST);
        boolean said = map.has("latest-start");
        if (start.equals(Optional.of(StartAt.FIRST_USE)) && !said) {
            map.problem("start", "a grant that starts at first use must start some time", "add latest-start: 8h");
        }
        if (start.equals(Optional.of(StartAt.APPROVAL)) && said) {
            map.problem("latest-start", "this grant starts at approval", "add start: first-use, or leave this out");
        }
        return latest;
    }
}
