package dev.bastion.policy;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code targets: [a, b]} and {@code labels: {env: prod}}: some of the targets. */
final class ScopeReader {

    private static final int MAX_LABEL = 64;

    private final KnownNames known;

    ScopeReader(KnownNames known) {
        this.known = known;
    }

    TargetScope read(YamlMap map) {
        Set<String> names = new TreeSet<>();
        for (YamlValue item : map.list("targets")) {
            item.text().filter(name -> known.target(item, name)).ifPresent(names::add);
        }
        boolean said = map.has("targets") || map.has("labels");
        Map<String, String> labels = map.map("labels").map(ScopeReader::labels).orElse(Map.of());
        if (!said) {
            map.problem("no targets are named", "name them: targets: [a, b], or by label: labels: {env: prod}");
        }
        return new TargetScope(false, names, labels);
    }

    static Map<String, String> labels(YamlMap map) {
        Map<String, String> labels = new TreeMap<>();
        for (YamlMap.Entry entry : map.entries()) {
            entry.value()
                    .text(MAX_LABEL)
                    .filter(text -> Naming.label(entry.at(), entry.name()))
                    .ifPresent(text -> labels.put(entry.name(), text));
        }
        return labels;
    }
}
