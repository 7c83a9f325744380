package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The people of one policy and their groups. Immutable. */
final class People {

    private final Map<String, Person> byName = new LinkedHashMap<>();
    private final Map<String, Person> byKey = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, List<Person>> byGroup = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();

    People(List<Person> people, List<Group> groups) {
        people.forEach(this::add);
        groups.forEach(group -> this.groups.put(group.name(), group));
    }

    private void add(Person person) {
        places.putIfAbsent(person.name(), places.size());
        byName.put(person.name(), person);
        person.groups()
                .forEach(group -> byGroup.computeIfAbsent(group, none -> new ArrayList<>())
                        .add(person));
        person.keys().forEach(key -> byKey.put(key.base64(), person));
    }

    List<Person> all() {
        return List.copyOf(byName.values());
    }

    /** Everybody who is of any of these groups, in the order of the file. */
    List<Person> of(Set<String> groupNames) {
        if (groupNames.size() == 1) {
            return Collections.unmodifiableList(
                    byGroup.getOrDefault(groupNames.iterator().next(), List.of()));
        }
        return groupNames.stream()
                .flatMap(group -> byGroup.getOrDefault(group, List.of()).stream())
                .distinct()
                .sorted(Comparator.comparing(person -> places.get(person.name())))
                .toList();
    }

    Optional<Person> byName(String name) {
        return Optional.ofNullable(byName.get(requireNonNull(name, "name is null")));
    }

    Optional<Person> byKey(byte[] blob) {
        return Optional.ofNullable(byKey.get(Base64.getEncoder().encodeToString(blob)));
    }

    /** The groups that this policy gives the person of that name, whatever the one handed in says. */
    Stream<Group> groupsOf(Person person) {
        return byName(person.name()).stream()
                .flatMap(known -> known.groups().stream())
                .map(groups::get);
    }
}
