package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Some of the targets: those named, and those that carry every one of the labels.
 *
 * @param everything every target there is, whatever else is said
 */
public record TargetScope(boolean everything, Set<String> names, Map<String, String> labels) {

    /** Every target. */
    public static final TargetScope ALL = new TargetScope(true, Set.of(), Map.of());

    public TargetScope {
        names = Checks.names(names, "names");
        requireNonNull(labels, "labels is null");
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public boolean covers(Target target) {
        return everything || names.contains(target.name()) || carriesLabels(target);
    }

    private boolean carriesLabels(Target target) {
        return !labels.isEmpty() && target.labels().entrySet().containsAll(labels.entrySet());
    }

    /** {@code everything}, or the names and labels. */
    String text() {
        if (everything) {
            return "everything";
        }
        Stream<String> carried = labels.entrySet().stream().map(label -> label.getKey() + "=" + label.getValue());
        return Stream.concat(names.stream(), carried).collect(Collectors.joining(" "));
    }
}
