package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The people of one policy and their groups. Immutable. */
final class People {

    private final Map<String, Person> byName = new LinkedHashMap<>();
    private final Map<String, Person> byKey = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, List<Person>> byGroup = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Person> written;

    People(List<Person> people, List<Group> groups) {
        people.forEach(this::add);
        groups.forEach(group -> this.groups.put(group.name(), group));
        this.written = List.copyOf(people);
    }

    private People(People text, List<Person> signedOn) {
        text.written.forEach(this::add);
        signedOn.forEach(this::add);
        this.groups.putAll(text.groups);
        this.written = text.written;
    }

    /** These people as the text has them, and behind them those who are signed on: no name and no key is taken from it. */
    People with(Collection<SignOn> signOns) {
        Set<String> names = written.stream().map(Person::name).collect(Collectors.toSet());
        Set<String> keys = written.stream()
                .flatMap(person -> person.keys().stream())
                .map(IdentityKey::base64)
                .collect(Collectors.toSet());
        Map<String, List<SignOn>> byPerson = signOns.stream()
                .filter(signOn -> !names.contains(signOn.person()))
                .filter(signOn -> !keys.contains(signOn.key().base64()))
                .collect(Collectors.groupingBy(SignOn::person, TreeMap::new, Collectors.toList()));
        return new People(this, byPerson.values().stream().map(this::signedOn).toList());
    }

    /** All sign-ons of a person say the same groups; where one was told before another, what both say. */
    private Person signedOn(List<SignOn> theirs) {
        Set<String> shared = new TreeSet<>(groups.keySet());
        theirs.forEach(signOn -> shared.retainAll(signOn.groups()));
        return new Person(
                theirs.getFirst().person(), theirs.stream().map(SignOn::key).toList(), shared);
    }

    boolean onlyWritten() {
        return byName.size() == written.size();
    }

    boolean written(String name) {
        return written.stream().anyMatch(person -> person.name().equals(name));
    }

    boolean isGroup(String name) {
        return groups.containsKey(name);
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

    /** The groups whose people review that target, by name. */
    Set<String> reviewing(Target target) {
        return groups.values().stream()
                .filter(group ->
                        group.reviews().filter(scope -> scope.covers(target)).isPresent())
                .map(Group::name)
                .collect(Collectors.toSet());
    }

    /** The groups that this policy gives the person of that name, whatever the one handed in says. */
    Stream<Group> groupsOf(Person person) {
        return byName(person.name()).stream()
                .flatMap(known -> known.groups().stream())
                .map(groups::get);
    }
}
