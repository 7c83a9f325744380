package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** T7: the policy flips for a minute. */
class ApprovalsAreJudgedUnderThePolicyInForceTest {

    private static final String TWO =
            TestPolicies.HOUSE.replace("count: 1, from: reviewers", "count: 2, from: reviewers");

    static Stream<Arguments> changes() {
        String house = TestPolicies.HOUSE;
        return Stream.of(
                Arguments.of(
                        house.replaceFirst("alice: (.*) groups: \\[engineers\\]", "alice: $1 groups: []"),
                        "of rule 'prod', it is not for 'alice'"),
                Arguments.of(
                        house.replaceFirst("  alice: .*\n", "").replace("people: [alice]", "people: [bob]"),
                        "'alice' is no longer in the policy"),
                Arguments.of(
                        house.replace("prod-db-1: ", "prod-db-2: "), "target 'prod-db-1' is no longer in the policy"),
                Arguments.of(
                        house.replace("prod-db-1: ", "prod-db-2: ").replace("[db1]", "[prod-db-1]"),
                        "target 'prod-db-1' is no longer in the policy"),
                Arguments.of(
                        house.replace("logins: [postgres, deploy]\n", "logins: [deploy]\n"),
                        "of rule 'prod', it does not give login 'postgres'"),
                Arguments.of(
                        house.replace("default: 45m, max: 4h", "default: 30m, max: 30m"),
                        "of rule 'prod', it gives at most 30m, not 45m"),
                Arguments.of(
                        house.replace("    lapse: 2h\n", "    lapse: 2h\n    ticket: \"INC-[0-9]+\"\n"),
                        "of rule 'prod', a ticket is missing"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesWhatThePolicyNoLongerGives(String changed, String objection) {
        TestHouse house = new TestHouse();
        AccessRequest request = house.asked();
        house.policyBecomes(changed);

        Decision decision = house.decide(house.desk.approve("bob", request.id()));

        Decision.Refused refused = assertInstanceOf(Decision.Refused.class, decision);
        assertEquals(Reason.POLICY_CHANGED, refused.code(), refused.sentence());
        assertEquals("the policy in force no longer gives what r-1 asks for: " + objection, refused.sentence());
        assertEquals(List.of(), house.state().grants());
    }

    @Test
    void knowsNoApproverOnceTheRuleIsGone() {
        TestHouse house = new TestHouse();
        AccessRequest request = house.asked();
        house.policyBecomes(TestPolicies.HOUSE.replace("name: prod\n", "name: production\n"));

        assertEquals(
                Reason.NOT_FOUND,
                assertInstanceOf(Decision.Refused.class, house.decide(house.desk.approve("bob", request.id())))
                        .code());
    }

    @Test
    void doesNotCountAnApproverWhoMayNoLongerApprove() {
        TestHouse house = new TestHouse(TWO);
        AccessRequest request = house.asked();
        house.decide(house.desk.approve("bob", request.id()));
        house.policyBecomes(TWO.replaceFirst("bob: (.*) groups: \\[reviewers\\]", "bob: $1 groups: []")
                .replaceFirst("erin: (.*) groups: \\[engineers\\]", "erin: $1 groups: [reviewers]"));

        Decision.ApprovalCounted counted = assertInstanceOf(
                Decision.ApprovalCounted.class, house.decide(house.desk.approve("dave", request.id())));
        assertEquals(1, counted.approvals());
        Decision.GrantGiven given =
                assertInstanceOf(Decision.GrantGiven.class, house.decide(house.desk.approve("erin", request.id())));
        assertEquals(Set.of("dave", "erin"), given.grant().approvers());
    }

    @Test
    void needsAsManyApprovalsAsThePolicyNowSays() {
        TestHouse house = new TestHouse();
        AccessRequest request = house.asked();
        house.policyBecomes(TWO);

        assertInstanceOf(Decision.ApprovalCounted.class, house.decide(house.desk.approve("bob", request.id())));
    }

    @Test
    void namesThePolicyInForceInTheGrant() {
        TestHouse house = new TestHouse();
        AccessRequest request = house.asked();
        house.policyBecomes(TestPolicies.HOUSE + "# one more line\n");

        Grant grant = assertInstanceOf(Decision.GrantGiven.class, house.decide(house.desk.approve("bob", request.id())))
                .grant();

        assertEquals(house.policy.current().digest(), grant.policyDigest());
    }

    @Test
    void endsGrantsThatThePolicyNoLongerGives() {
        TestHouse house = new TestHouse();
        Grant grant = house.granted();
        Decision.GrantGiven staging = assertInstanceOf(
                Decision.GrantGiven.class,
                house.decide(house.desk.request(
                        "alice", TestHouse.wish("staging-1", "deploy", Duration.ofHours(1)), Proofs.NONE)));
        assertEquals(List.of(), house.decide(house.desk.endRightsLost()));
        house.policyBecomes(
                TestPolicies.HOUSE.replaceFirst("alice: (.*) groups: \\[engineers\\]", "alice: $1 groups: []"));

        house.decide(house.desk.endRightsLost());

        GrantState.Ended ended = assertInstanceOf(
                GrantState.Ended.class, house.state().grantState(grant.id()).orElseThrow());
        assertEquals(GrantEnd.RIGHT_LOST, ended.how());
        assertEquals("of rule 'prod', it is not for 'alice'", ended.reason());
        assertEquals(List.of(staging.grant()), house.state().openGrants());
    }
}
