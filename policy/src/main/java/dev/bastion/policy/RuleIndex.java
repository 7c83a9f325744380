package dev.bastion.policy;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the rules that may be about a person and a target without asking every rule, in the order of the file. Immutable
 * once made.
 */
final class RuleIndex {

    private final List<Rule> rules;
    private final Map<String, Rule> byName = new HashMap<>();
    private final Map<String, BitSet> byGroup = new HashMap<>();
    private final Map<String, BitSet> byPerson = new HashMap<>();
    private final Map<String, BitSet> byTarget = new HashMap<>();
    private final Map<Map.Entry<String, String>, BitSet> byLabel = new HashMap<>();
    private final BitSet everywhere = new BitSet();

    RuleIndex(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        Map<Map.Entry<String, String>, Integer> uses = uses();
        for (int place = 0; place < this.rules.size(); place++) {
            Rule rule = this.rules.get(place);
            byName.putIfAbsent(rule.name(), rule);
            for (String group : rule.askers().groups()) {
                add(byGroup, group, place);
            }
            for (String person : rule.askers().people()) {
                add(byPerson, person, place);
            }
            addScope(rule.targets(), place, uses);
        }
    }

    private Map<Map.Entry<String, String>, Integer> uses() {
        Map<Map.Entry<String, String>, Integer> uses = new HashMap<>();
        rules.forEach(
                rule -> rule.targets().labels().entrySet().forEach(label -> uses.merge(copy(label), 1, Integer::sum)));
        return uses;
    }

    /** Under the one of its labels that the fewest rules ask for: a target must carry them all. */
    private void addScope(TargetScope scope, int place, Map<Map.Entry<String, String>, Integer> uses) {
        if (scope.everything()) {
            everywhere.set(place);
        }
        scope.names().forEach(name -> add(byTarget, name, place));
        scope.labels().entrySet().stream()
                .map(RuleIndex::copy)
                .min(Comparator.comparing(uses::get))
                .ifPresent(rarest -> add(byLabel, rarest, place));
    }

    private static <K> void add(Map<K, BitSet> index, K key, int place) {
        index.computeIfAbsent(key, none -> new BitSet()).set(place);
    }

    private static Map.Entry<String, String> copy(Map.Entry<String, String> label) {
        return Map.entry(label.getKey(), label.getValue());
    }

    Optional<Rule> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The rules that are for this person, as a set of places in the file. */
    BitSet placesFor(Person person) {
        BitSet places = new BitSet();
        or(places, byPerson.get(person.name()));
        person.groups().forEach(group -> or(places, byGroup.get(group)));
        return places;
    }

    /** The rules that cover this target. */
    BitSet placesCovering(Target target) {
        BitSet places = candidates(target);
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            if (!rules.get(place).targets().covers(target)) {
                places.clear(place);
            }
        }
        return places;
    }

    /** The rules that are for this person and cover this target. */
    Stream<Rule> about(Person person, Target target) {
        BitSet places = placesFor(person);
        places.and(candidates(target));
        return places.stream()
                .mapToObj(rules::get)
                .filter(rule -> rule.targets().covers(target));
    }

    private BitSet candidates(Target target) {
        BitSet places = (BitSet) everywhere.clone();
        or(places, byTarget.get(target.name()));
        target.labels().entrySet().forEach(label -> or(places, byLabel.get(copy(label))));
        return places;
    }

    private static void or(BitSet places, BitSet more) {
        if (more != null) {
            places.or(more);
        }
    }
}
