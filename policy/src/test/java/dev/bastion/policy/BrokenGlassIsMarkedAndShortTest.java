package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An emergency waives the approvals and the ticket, and nothing else. */
class BrokenGlassIsMarkedAndShortTest {

    private static final Duration TEN = Duration.ofMinutes(10);

    private final TestHouse house = new TestHouse(TestPolicies.EMERGENCIES);

    private static Wish wish(String target, String login, Optional<Duration> length, String reason) {
        return new Wish(List.of(target), Optional.of(login), length, reason, Optional.empty(), Set.of());
    }

    private Decision broken(String person, Wish wish) {
        return house.decide(house.desk.breakGlass(person, wish, Proofs.NONE));
    }

    private Grant broken(Duration length) {
        return assertInstanceOf(
                        Decision.GrantGiven.class,
                        broken("alice", wish("prod-db-1", "postgres", Optional.of(length), "the site is down")))
                .grant();
    }

    private static Decision.Refused refused(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision);
    }

    @Test
    void givesAtOnceAndMarksForEver() {
        Decision.GrantGiven given = assertInstanceOf(
                Decision.GrantGiven.class,
                broken("alice", wish("prod-db-1", "postgres", Optional.empty(), "the site is down")));

        Grant grant = given.grant();
        assertEquals(Optional.of(house.clock.instant()), grant.start());
        assertEquals(Duration.ofMinutes(30), grant.length());
        assertEquals(Optional.of(Duration.ofHours(4)), grant.breakGlass());
        assertEquals(Set.of(), grant.approvers());
        assertTrue(assertInstanceOf(TokenReading.Valid.class, house.verifier.verify(grant.token()))
                .token()
                .breakGlass());
        assertEquals(List.of(grant), house.state().liveGrants("alice", house.clock.instant()));
        assertEquals(
                "g-1 gives alice postgres on prod-db-1 until 12:30 UTC, in 30m; it is marked as break-glass, and a review"
                        + " is due within 4h of its end",
                given.sentence());
        house.decide(house.desk.release("alice", grant.id()));
        assertTrue(house.state().grant(grant.id()).orElseThrow().isBreakGlass());
    }

    @Test
    void doesNotMarkWhatWasApproved() {
        assertFalse(house.granted().isBreakGlass());
    }

    @Test
    void refusesWhereTheRuleKnowsNoEmergency() {
        Decision.Refused refused = refused(broken("alice", wish("prod-web-1", "root", Optional.empty(), "down")));

        assertEquals(Reason.NO_RULE, refused.code());
        assertEquals(
                "the rule for prod-web-1 gives nothing without approval, in an emergency either", refused.sentence());
    }

    @Test
    void needsAReasonAndNoTicket() {
        house.policyBecomes(TestPolicies.EMERGENCIES.replace(
                "    lapse: 2h\n", "    lapse: 2h\n    ticket: \"INC-[0-9]+\"\n    reason: optional\n"));

        assertEquals(
                Reason.REASON_MISSING,
                refused(broken("alice", wish("prod-db-1", "postgres", Optional.empty(), " ")))
                        .code());
        Grant grant = broken(TEN);
        AccessRequest request = assertInstanceOf(
                        Decision.RequestPending.class,
                        house.decide(house.desk.extend("alice", grant.id(), TEN, "not done", Proofs.NONE)))
                .request();
        assertInstanceOf(Decision.GrantLengthened.class, house.decide(house.desk.approve("bob", request.id())));
    }

    @Test
    void refusesMoreThanAnEmergencyMayTake() {
        Decision.Refused refused =
                refused(broken("alice", wish("prod-db-1", "postgres", Optional.of(Duration.ofMinutes(31)), "down")));

        assertEquals(Reason.TOO_LONG, refused.code());
        assertEquals("an emergency is given for at most 30m, and you ask for 31m", refused.sentence());
    }

    @Test
    void isNotLengthenedPastItsMaximum() {
        Grant grant = broken(TEN);

        Decision.Refused refused = refused(
                house.decide(house.desk.extend("alice", grant.id(), Duration.ofMinutes(21), "more", Proofs.NONE)));

        assertEquals(Reason.TOO_LONG, refused.code());
        assertEquals("g-1 may run for 30m in all and was given 10m", refused.sentence());
        assertInstanceOf(
                Decision.RequestPending.class,
                house.decide(house.desk.extend("alice", grant.id(), Duration.ofMinutes(20), "more", Proofs.NONE)));
    }

    @Test
    void isHeldAgainstTheMaximumInForceWhenTheExtensionIsApproved() {
        Grant grant = broken(TEN);
        AccessRequest request = assertInstanceOf(
                        Decision.RequestPending.class,
                        house.decide(
                                house.desk.extend("alice", grant.id(), Duration.ofMinutes(20), "more", Proofs.NONE)))
                .request();
        house.policyBecomes(TestPolicies.EMERGENCIES.replace("max: 30m, review", "max: 20m, review"));

        assertEquals(
                Reason.POLICY_CHANGED,
                refused(house.decide(house.desk.approve("bob", request.id()))).code());
    }

    @Test
    void isNotTakenTwiceAtOnceForTheSame() {
        broken(TEN);

        Decision.Refused refused = refused(broken("alice", wish("db1", "postgres", Optional.of(TEN), "and again")));

        assertEquals(Reason.TOO_MANY, refused.code());
        assertEquals("g-1 gives you this already, until 12:10 UTC, in 10m", refused.sentence());
        house.clock.forward(TEN);
        assertInstanceOf(
                Decision.GrantGiven.class,
                broken("alice", wish("prod-db-1", "postgres", Optional.of(TEN), "and again")));
    }

    @Test
    void waivesNothingElse() {
        assertEquals(
                Reason.NO_RULE,
                refused(broken("alice", wish("prod-db-1", "root", Optional.empty(), "down")))
                        .code());
        assertEquals(
                Reason.NO_SUCH_TARGET,
                refused(broken("mallory", wish("prod-db-1", "postgres", Optional.empty(), "down")))
                        .code());
        assertEquals(
                Reason.NO_RULE,
                refused(broken(
                                "alice",
                                new Wish(
                                        List.of("prod-db-1"),
                                        Optional.of("postgres"),
                                        Optional.empty(),
                                        "down",
                                        Optional.empty(),
                                        Set.of(Permit.FORWARD))))
                        .code());
        house.policyBecomes(TestPolicies.EMERGENCIES.replace(
                "    lapse: 2h\n",
                "    lapse: 2h\n    hours: [{days: [mon], from: \"01:00\", to: \"02:00\", zone: UTC}]\n"));
        assertEquals(
                Reason.NO_RULE,
                refused(broken("alice", wish("prod-db-1", "postgres", Optional.empty(), "down")))
                        .code());
    }

    @Test
    void isNotGivenWhileTheClockIsBehind() {
        house.granted();
        house.clock.back(Duration.ofMinutes(1));

        assertEquals(
                Reason.CLOCK_BEHIND,
                refused(broken("alice", wish("prod-db-1", "postgres", Optional.empty(), "down")))
                        .code());
    }

    @Test
    void endsWhenTheRuleNoLongerKnowsEmergencies() {
        Grant grant = broken(TEN);
        house.policyBecomes(TestPolicies.HOUSE);

        house.decide(house.desk.endRightsLost());

        GrantState.Ended ended = assertInstanceOf(
                GrantState.Ended.class, house.state().grantState(grant.id()).orElseThrow());
        assertEquals(GrantEnd.RIGHT_LOST, ended.how());
        assertEquals("rule 'prod' gives nothing without approval any more", ended.reason());
    }
}
