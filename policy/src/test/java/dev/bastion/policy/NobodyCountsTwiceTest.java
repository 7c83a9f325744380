package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Quorums of several groups: whoever is of two counts for one, and nobody for their own. */
class NobodyCountsTwiceTest {

    /** dave is of both groups that must agree, and carol, who administers, of one. */
    private static final String TWO_GROUPS = TestPolicies.HOUSE
            .replaceFirst("carol: (.*) groups: \\[admins\\]", "carol: $1 groups: [admins, owners, engineers]")
            .replaceFirst("dave: (.*) groups: \\[reviewers, engineers\\]", "dave: $1 groups: [reviewers, owners]")
            .replace("admins: {duties: [administer]}", "admins: {duties: [administer]}\n  owners: {}")
            .replace(
                    "approvals: {count: 1, from: reviewers}",
                    "approvals: [{count: 1, from: reviewers}, {count: 1, from: owners}]\n    extension: {approvals: 1}");

    private final TestHouse house = new TestHouse(TWO_GROUPS);

    private Decision approve(String by, AccessRequest request) {
        return house.decide(house.desk.approve(by, request.id()));
    }

    private Decision.Refused refused(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision);
    }

    @Test
    void oneOfBothGroupsFillsOnePlaceAlone() {
        AccessRequest request = house.asked();

        Decision.ApprovalCounted counted = assertInstanceOf(Decision.ApprovalCounted.class, approve("dave", request));
        assertEquals(1, counted.approvals());
        assertEquals(2, counted.needed());
        assertEquals(Reason.ALREADY_APPROVED, refused(approve("dave", request)).code());
        assertInstanceOf(Decision.GrantGiven.class, approve("bob", request));
    }

    @Test
    void oneOfBothGroupsMovesToThePlaceThatIsFree() {
        AccessRequest request = house.asked();

        approve("dave", request);

        Grant grant = assertInstanceOf(Decision.GrantGiven.class, approve("carol", request))
                .grant();
        assertEquals(Set.of("carol", "dave"), grant.approvers());
    }

    @Test
    void anAdministratorIsNoExceptionToTheirOwn() {
        AccessRequest request = house.asked("carol", Duration.ofMinutes(45));

        Decision.Refused refused = refused(approve("carol", request));

        assertEquals(Reason.OWN_REQUEST, refused.code());
        approve("bob", request);
        assertEquals(Reason.OWN_REQUEST, refused(approve("carol", request)).code());
        assertInstanceOf(Decision.GrantGiven.class, approve("dave", request));
    }

    @Test
    void aSecondIdentityOfOnePersonIsNoSecondPerson() {
        String key = TestKeys.line("bob");
        String twice = TWO_GROUPS.replaceFirst(
                "people:", "people:\n  robert: {keys: [\"" + key.replace("$", "\\$") + "\"], groups: [owners]}");

        PolicyReading.Broken broken = assertInstanceOf(PolicyReading.Broken.class, AccessPolicy.parse(twice));
        assertTrue(
                broken.problems().stream().anyMatch(problem -> problem.message().contains("robert")),
                () -> broken.problems().toString());
    }

    @Test
    void twoKeysOfOnePersonAreOnePerson() {
        String two =
                TWO_GROUPS.replaceFirst("bob: \\{keys: \\[", "bob: {keys: [\"" + TestKeys.line("bob-laptop") + "\", ");
        house.policyBecomes(two);
        AccessRequest request = house.asked();

        approve("bob", request);

        assertEquals(Reason.ALREADY_APPROVED, refused(approve("bob", request)).code());
    }

    @Test
    void anExtensionTakesAsManyAsTheRuleSays() {
        AccessRequest request = house.asked();
        approve("bob", request);
        approve("carol", request);
        AccessRequest more = assertInstanceOf(
                        Decision.RequestPending.class,
                        house.decide(house.desk.extend("alice", 1, Duration.ofMinutes(30), "more", Proofs.NONE)))
                .request();

        assertEquals(Reason.OWN_REQUEST, refused(approve("alice", more)).code());
        Grant grant = assertInstanceOf(Decision.GrantLengthened.class, approve("bob", more))
                .grant();

        assertEquals(Duration.ofMinutes(75), grant.length());
        assertEquals(List.of("bob", "carol"), List.copyOf(grant.approvers()));
    }
}
