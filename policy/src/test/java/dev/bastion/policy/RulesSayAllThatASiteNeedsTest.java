package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.rule.Mask;
import dev.bastion.policy.rule.ReviewTerms;
import dev.bastion.policy.rule.SecondFactor.Act;
import dev.bastion.policy.rule.SecondFactor.KeyProof;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulesSayAllThatASiteNeedsTest {

    private static final String FULL = TestPolicies.HOUSE
                    .replace("    lapse: 2h\n", """
                lapse: 2h
                when: "target.labels['env'] == 'prod' && request.duration <= duration('2h')"
                auto-approve: "request.duration <= duration('10m')"
                extension: {approvals: 1}
                hours: [{days: [mon-fri], from: "08:00", to: "18:00", zone: UTC}]
                sources: [10.0.0.0/8, "2001:db8::/32"]
                sessions: 2
                idle: 15m
                second-factor: {for: [approve, connection], window: 1h}
                key: touch
                masks: [password, pan, aws-key]
                break-glass: {max: 30m, review-within: 4h}
                retention: pci
            """.indent(0))
                    .replace("review: {within: 24h}", "review: {within: 24h, by: [admins], overdue: hold}")
            + "retention: {pci: {keep: 400d}}\n";

    /** The same for people who prove no more than their key. */
    private static final String PLAIN = FULL.lines()
            .filter(line -> !line.contains("key: touch") && !line.contains("second-factor"))
            .collect(Collectors.joining("\n", "", "\n"));

    private final TestHouse house = new TestHouse(PLAIN);
    private final Rule prod = TestPolicies.policy(FULL).rule("prod").orElseThrow();

    @Test
    void readsEachPart() {
        assertEquals(OptionalInt.of(1), prod.agreement().forExtension());
        assertEquals(OptionalInt.of(2), prod.use().sessions());
        assertEquals(Optional.of(Duration.ofMinutes(15)), prod.use().idle());
        assertEquals(2, prod.use().sources().size());
        assertEquals(1, prod.use().hours().windows().size());
        assertEquals(Set.of(Act.APPROVE, Act.CONNECTION), prod.secondFactor().acts());
        assertEquals(KeyProof.TOUCH, prod.secondFactor().key());
        assertEquals(Optional.of(new BreakGlass(Duration.ofMinutes(30), Duration.ofHours(4))), prod.breakGlass());
        assertEquals(Optional.of(new ReviewTerms(Duration.ofHours(24), Set.of("admins"), true)), prod.review());
        assertEquals(List.of(Mask.PAN, Mask.AWS_KEY, Mask.PASSWORD), List.copyOf(prod.masks()));
        assertEquals(Optional.of("pci"), prod.retention());
    }

    @Test
    void refusesWhatDoesNotMeetTheCondition() {
        Decision decision = house.decide(
                house.desk.request("alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofHours(3)), Proofs.NONE));

        Decision.Refused refused = assertInstanceOf(Decision.Refused.class, decision);
        assertEquals("what you ask for on prod-db-1 does not meet the rule's condition", refused.sentence());
    }

    @Test
    void approvesByItselfOnlyWhatMeetsThatCondition() {
        Decision brief = house.decide(house.desk.request(
                "alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(10)), Proofs.NONE));
        Decision longer = house.decide(house.desk.request(
                "alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(11)), Proofs.NONE));

        assertInstanceOf(Decision.GrantGiven.class, brief);
        assertInstanceOf(Decision.RequestPending.class, longer);
    }

    @Test
    void refusesToAskForATimeThatIsClosedAllAlong() {
        // Saturday, 13:00.
        house.clock.forward(Duration.ofHours(25));

        Decision.Refused refused = assertInstanceOf(
                Decision.Refused.class,
                house.decide(house.desk.request(
                        "alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofHours(1)), Proofs.NONE)));

        assertTrue(refused.sentence().contains("mon tue wed thu fri 08:00-18:00"), refused.sentence());
    }

    @Test
    void endsWhatAConditionNoLongerCovers() {
        Grant grant = house.granted();
        house.policyBecomes(PLAIN.replace("<= duration('2h')", "<= duration('20m')"));

        var events = house.decide(house.desk.endRightsLost());

        assertEquals(1, events.size(), grant::toString);
    }
}
