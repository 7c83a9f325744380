package dev.bastion.policy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds how places are filled against trying every seating there is. */
class QuorumsAreFilledByPersonsTest {

    private static final List<String> GROUPS = List.of("a", "b", "c");

    @Property
    void asManyAsAnySeatingFills(@ForAll("quorums") List<Quorum> quorums, @ForAll("people") List<Set<String>> people) {
        assertEquals(best(places(quorums), people, 0), agreement(quorums).filled(named(people)));
    }

    @Property
    void nobodyFillsTwo(@ForAll("quorums") List<Quorum> quorums, @ForAll("people") List<Set<String>> people) {
        int filled = agreement(quorums).filled(named(people));

        assertTrue(filled <= people.size());
        assertTrue(filled <= agreement(quorums).needed());
    }

    @Property
    void onePersonMoreFillsAtMostOneMore(
            @ForAll("quorums") List<Quorum> quorums, @ForAll("people") List<Set<String>> people) {
        List<Set<String>> more = new ArrayList<>(people);
        more.add(Set.copyOf(GROUPS));

        int gained = agreement(quorums).filled(named(more)) - agreement(quorums).filled(named(people));

        assertTrue(gained == 0 || gained == 1);
    }

    @Provide
    Arbitrary<List<Quorum>> quorums() {
        return Arbitraries.of(GROUPS)
                .flatMap(group -> Arbitraries.integers().between(1, 2).map(count -> new Quorum(count, group)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<Set<String>>> people() {
        return Arbitraries.of(GROUPS).set().ofMaxSize(3).list().ofMaxSize(5);
    }

    private static Agreement agreement(List<Quorum> quorums) {
        return new Agreement(quorums, Optional.empty(), OptionalInt.empty());
    }

    private static Map<String, Set<String>> named(List<Set<String>> people) {
        Map<String, Set<String>> named = new TreeMap<>();
        people.forEach(groups -> named.put("p" + named.size(), groups));
        return named;
    }

    private static List<String> places(List<Quorum> quorums) {
        List<String> places = new ArrayList<>();
        quorums.forEach(quorum -> {
            for (int i = 0; i < quorum.count(); i++) {
                places.add(quorum.from());
            }
        });
        return places;
    }

    /** The most that the people from this one on can fill: each takes any free place of theirs, or none. */
    private static int best(List<String> free, List<Set<String>> people, int person) {
        if (person == people.size()) {
            return 0;
        }
        int best = best(free, people, person + 1);
        for (String group : people.get(person)) {
            List<String> left = new ArrayList<>(free);
            if (left.remove(group)) {
                best = Math.max(best, 1 + best(left, people, person + 1));
            }
        }
        return best;
    }
}
