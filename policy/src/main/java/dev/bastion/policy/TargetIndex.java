package dev.bastion.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the targets of a scope without asking every target. Immutable once made. */
final class TargetIndex {

    private final List<Target> all;
    private final Map<String, Target> byName = new HashMap<>();
    private final Map<Map.Entry<String, String>, List<Target>> byLabel = new HashMap<>();

    TargetIndex(List<Target> targets) {
        this.all = List.copyOf(targets);
        for (Target target : all) {
            byName.putIfAbsent(target.name(), target);
            target.labels()
                    .forEach((key, value) -> byLabel.computeIfAbsent(Map.entry(key, value), none -> new ArrayList<>())
                            .add(target));
        }
    }

    /** Those that the scope covers; one that it names and that carries its labels comes twice. */
    Stream<Target> of(TargetScope scope) {
        if (scope.everything()) {
            return all.stream();
        }
        Stream<Target> named = scope.names().stream().flatMap(name -> Optional.ofNullable(byName.get(name)).stream());
        Stream<Target> labelled = scope.labels().entrySet().stream()
                .map(label -> byLabel.getOrDefault(Map.entry(label.getKey(), label.getValue()), List.of()))
                .min(Comparator.comparingInt(List::size))
                .stream()
                .flatMap(List::stream);
        return Stream.concat(named, labelled).filter(scope::covers);
    }
}
