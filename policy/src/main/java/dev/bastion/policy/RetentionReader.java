package dev.bastion.policy;

import dev.bastion.policy.rule.Retention;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code retention: {pci: {keep: 400d}}}: the classes that rules name. */
final class RetentionReader {

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(36500);

    private RetentionReader() {}

    static List<Retention> read(YamlMap map) {
        List<Retention> classes = new ArrayList<>();
        for (YamlMap.Entry entry : map.entries()) {
            boolean named = Naming.name(entry.at(), entry.name());
            entry.value()
                    .map()
                    .flatMap(RetentionReader::keep)
                    .filter(keep -> named)
                    .ifPresent(keep -> classes.add(new Retention(entry.name(), keep)));
        }
        return classes;
    }

    private static Optional<Duration> keep(YamlMap map) {
        Optional<Duration> keep = map.required("keep").flatMap((YamlValue value) -> value.duration(SHORTEST, LONGEST));
        map.refuseUnknown();
        return keep;
    }
}
