package dev.bastion.policy;

import dev.bastion.policy.rule.Retention;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code retention: {pci: {keep: 400d}}}: the classes that rules name. Immutable. */
final class RetentionReader {

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(36500);

    private final Duration floor;

    /**
     * A reader for a site.
     *
     * @param floor for how long the site keeps whatever a class says
     */
    RetentionReader(Duration floor) {
        this.floor = floor;
    }

    List<Retention> read(YamlMap map) {
        List<Retention> classes = new ArrayList<>();
        for (YamlMap.Entry entry : map.entries()) {
            boolean named = Naming.name(entry.at(), entry.name());
            entry.value()
                    .map()
                    .flatMap(this::keep)
                    .filter(keep -> named)
                    .ifPresent(keep -> classes.add(new Retention(entry.name(), keep)));
        }
        return classes;
    }

    private Optional<Duration> keep(YamlMap map) {
        Optional<Duration> keep = map.required("keep").flatMap((YamlValue value) -> value.duration(SHORTEST, LONGEST));
        keep.filter(length -> length.compareTo(floor) < 0)
                .ifPresent(length -> map.problem(
                        "keep",
                        "%s is less than the %s that this site keeps recordings for"
                                .formatted(Durations.text(length), Durations.text(floor)),
                        "policy-control.keep-at-least in bastion.yaml may say less"));
        map.refuseUnknown();
        return keep;
    }
}
