package dev.bastion.policy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NobodyFillsTwoPlacesTest {

    private static final Agreement ONE_AND_TWO = new Agreement(
            List.of(new Quorum(1, "owners"), new Quorum(2, "security")), Optional.empty(), OptionalInt.empty());

    @Test
    void countsWhoIsOfBothGroupsOnce() {
        assertEquals(
                2,
                ONE_AND_TWO.filled(Map.of("ann", Set.of("owners", "security"), "ben", Set.of("owners", "security"))));
    }

    @Test
    void seatsPeopleWhereTheyAreNeeded() {
        Map<String, Set<String>> people = Map.of(
                "ann", Set.of("owners", "security"),
                "ben", Set.of("owners", "security"),
                "cyd", Set.of("owners"));

        assertEquals(ONE_AND_TWO.needed(), ONE_AND_TWO.filled(people));
    }

    @Test
    void doesNotCountTooManyOfOneGroup() {
        Map<String, Set<String>> people = Map.of(
                "ann",
                Set.of("security"),
                "ben",
                Set.of("security"),
                "cyd",
                Set.of("security"),
                "dan",
                Set.of("other"));

        assertEquals(2, ONE_AND_TWO.filled(people));
    }
}
