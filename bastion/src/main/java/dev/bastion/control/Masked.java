package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.mask.MaskKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often something was masked on the terminals of a session; never what.
 *
 * @param counts by the words of the kinds
 */
record Masked(Map<String, Long> counts) {
    static final Masked NOTHING = new Masked(Map.of());

    Masked {
        counts = Map.copyOf(counts);
    }

    static Masked ofKinds(Map<MaskKind, Long> counts) {
        return new Masked(counts.entrySet().stream()
                .collect(Collectors.toMap(count -> count.getKey().word(), Map.Entry::getValue)));
    }

    Masked and(Masked other) {
        Map<String, Long> both = new HashMap<>(counts);
        other.counts.forEach((kind, count) -> both.merge(kind, count, Long::sum));
        return new Masked(both);
    }

    /** {@code 1 card number, 2 passwords masked}; nothing where nothing was. */
    Optional<String> words() {
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(new TreeMap<>(counts)
                        .entrySet().stream()
                                .map(count -> counted(count.getKey(), count.getValue()))
                                .collect(Collectors.joining(", ", "", " masked")));
    }

    /** A kind of which only a newer bastion knows keeps its word. */
    private static String counted(String kind, long count) {
        return MaskKind.of(kind).map(known -> known.counted(count)).orElse(count + " " + kind);
    }

    /** {@code {"pan": 1}}. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        new TreeMap<>(counts).forEach(json::put);
        return json;
    }
}
