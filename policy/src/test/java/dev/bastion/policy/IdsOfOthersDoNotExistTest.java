package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.bastion.policy.AccessJournal.Decider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T6: another's thing answers as one that does not exist; and so does a target that one may not ask for. */
class IdsOfOthersDoNotExistTest {

    private final TestHouse house = new TestHouse();

    @BeforeEach
    void aliceHasAGrantAndARequest() {
        house.granted();
        house.asked();
    }

    record Act(String name, java.util.function.Function<AccessDesk, LongFunction<Decider<Decision>>> of, long theirs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Act> acts() {
        return Stream.of(
                new Act("approve", desk -> id -> desk.approve("mallory", id), 2),
                new Act("deny", desk -> id -> desk.deny("mallory", id, "no"), 2),
                new Act("withdraw", desk -> id -> desk.withdraw("mallory", id), 2),
                new Act(
                        "extend",
                        desk -> id -> desk.extend("mallory", id, Duration.ofMinutes(5), "more", Proofs.NONE),
                        1),
                new Act("release", desk -> id -> desk.release("mallory", id), 1),
                new Act("revoke", desk -> id -> desk.revoke("mallory", id, "no"), 1),
                new Act("erin approves", desk -> id -> desk.approve("erin", id), 2),
                new Act("erin releases", desk -> id -> desk.release("erin", id), 1));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void answersAlikeForTheirsAndForNone(Act act) {
        LongFunction<Decider<Decision>> decider = act.of().apply(house.desk);

        Decision.Refused theirs = assertInstanceOf(Decision.Refused.class, house.decide(decider.apply(act.theirs())));
        Decision.Refused none = assertInstanceOf(Decision.Refused.class, house.decide(decider.apply(77)));

        assertEquals(Decision.Reason.NOT_FOUND, theirs.code());
        assertEquals(none.code(), theirs.code());
        assertEquals(none.hint(), theirs.hint());
        assertEquals(none.sentence().replace("-77 ", "-" + act.theirs() + " "), theirs.sentence());
    }

    @Test
    void answersAlikeForATargetOfOthersAndForNone() {
        Decision.Refused others = assertInstanceOf(
                Decision.Refused.class,
                house.decide(house.desk.request(
                        "alice", TestHouse.wish("vault-1", "root", Duration.ofHours(1)), Proofs.NONE)));
        Decision.Refused none = assertInstanceOf(
                Decision.Refused.class,
                house.decide(house.desk.request(
                        "alice", TestHouse.wish("vault-9", "root", Duration.ofHours(1)), Proofs.NONE)));

        assertEquals(Decision.Reason.NO_SUCH_TARGET, others.code());
        assertEquals(none.code(), others.code());
        assertEquals(none.hint(), others.hint());
        assertEquals(none.sentence().replace("vault-9", "vault-1"), others.sentence());
        assertEquals("there is no target 'vault-1' that you may ask for", others.sentence());
    }

    @Test
    void tellsThoseWhoMaySeeItWhyTheyMayNotActOnIt() {
        assertNotEquals(
                Decision.Reason.NOT_FOUND,
                assertInstanceOf(Decision.Refused.class, house.decide(house.desk.withdraw("bob", 2)))
                        .code());
        assertNotEquals(
                Decision.Reason.NOT_FOUND,
                assertInstanceOf(Decision.Refused.class, house.decide(house.desk.release("carol", 1)))
                        .code());
        assertNotEquals(
                Decision.Reason.NOT_FOUND,
                assertInstanceOf(Decision.Refused.class, house.decide(house.desk.revoke("alice", 1, "no")))
                        .code());
    }

    @Test
    void knowsNobodyWhoIsNotInThePolicy() {
        Wish wish = new Wish(
                List.of("prod-db-1"), Optional.empty(), Optional.empty(), "because", Optional.empty(), Set.of());

        assertEquals(
                Decision.Reason.UNKNOWN_PERSON,
                assertInstanceOf(Decision.Refused.class, house.decide(house.desk.request("eve", wish, Proofs.NONE)))
                        .code());
        assertEquals(
                Decision.Reason.UNKNOWN_PERSON,
                assertInstanceOf(Decision.Refused.class, house.decide(house.desk.approve("eve", 2)))
                        .code());
    }
}
