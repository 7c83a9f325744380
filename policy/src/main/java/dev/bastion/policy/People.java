package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The people of one policy and their groups. Immutable. */
final class People {

    private final Map<String, Person> byName = new LinkedHashMap<>();
    private final Map<String, Person> byKey = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();

    People(List<Person> people, List<Group> groups) {
        people.forEach(this::add);
        groups.forEach(group -> this.groups.put(group.name(), group));
    }

    private void add(Person person) {
        byName.put(person.name(), person);
        person.keys().forEach(key -> byKey.put(key.base64(), person));
    }

    List<Person> all() {
        return List.copyOf(byName.values());
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
