package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartialApprovalsGrantTheirIntersectionTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TWENTY = Duration.ofMinutes(20);

    private final TestHouse house = new TestHouse(TestPolicies.HOUSE.replace(
            "approvals: {count: 1, from: reviewers}", "approvals: {count: 2, from: reviewers}"));

    private static Consent consent(Duration length, String... targets) {
        return new Consent(Optional.ofNullable(length), Set.of(targets), "");
    }

    private AccessRequest asked() {
        Wish wish = new Wish(
                List.of("prod-db-1", "prod-web-1"),
                Optional.of("deploy"),
                Optional.of(HOUR),
                "because",
                Optional.empty(),
                Set.of());
        return assertInstanceOf(
                        Decision.RequestPending.class, house.decide(house.desk.request("alice", wish, Proofs.NONE)))
                .request();
    }

    private Decision approve(String by, Consent consent) {
        return house.decide(house.desk.approve(by, 1, consent, Proofs.NONE, Optional.empty()));
    }

    private Decision.Refused refused(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision);
    }

    private Grant given(Decision decision) {
        return assertInstanceOf(Decision.GrantGiven.class, decision).grant();
    }

    @Test
    void givesTheShortestLengthAndTheCommonTargets() {
        asked();

        Decision first = approve("bob", consent(TWENTY));
        Grant grant = given(approve("dave", consent(Duration.ofMinutes(40), "db1")));

        assertEquals(
                "r-1 has 1 approval of the 2 that it needs, so far for 20m on prod-db-1, prod-web-1", first.sentence());
        assertEquals(TWENTY, grant.length());
        assertEquals(List.of("prod-db-1"), grant.targets());
        GrantToken token = assertInstanceOf(TokenReading.Valid.class, house.verifier.verify(grant.token()))
                .token();
        assertEquals(List.of("prod-db-1"), token.targets());
        assertEquals(grant.end().orElseThrow(), token.expires());
    }

    @Test
    void givesAllOfItWhereNobodyAgreedToLess() {
        asked();

        approve("bob", consent(HOUR, "prod-web-1", "prod-db-1"));
        Grant grant = given(house.decide(house.desk.approve("dave", 1)));

        assertEquals(HOUR, grant.length());
        assertEquals(List.of("prod-db-1", "prod-web-1"), grant.targets());
        assertEquals(
                List.of(Consent.WHOLE, Consent.WHOLE),
                house.state().requestState(1).orElseThrow().approvals().stream()
                        .map(Approval::consent)
                        .toList());
    }

    @Test
    void refusesTheApprovalThatLeavesNothing() {
        asked();
        approve("bob", consent(null, "prod-db-1"));

        Decision.Refused refused = refused(approve("dave", consent(null, "prod-web-1")));

        assertEquals(
                "the others agreed to other targets of r-1 than prod-web-1, so that nothing would be left",
                refused.sentence());
        assertEquals(1, house.state().requestState(1).orElseThrow().approvals().size());
        assertEquals(List.of("prod-db-1"), given(approve("dave", Consent.WHOLE)).targets());
    }

    @Test
    void refusesMoreThanIsAsked() {
        asked();

        assertEquals(
                "r-1 asks for 1h, which is less than 2h",
                refused(approve("bob", consent(Duration.ofHours(2)))).sentence());
        assertEquals(
                "r-1 does not ask for 'staging-1'",
                refused(approve("bob", consent(null, "staging-1"))).sentence());
        assertEquals(List.of(), house.state().requestState(1).orElseThrow().approvals());
    }

    @Test
    void leavesOutWhatOneAgreedToWhoMayNoLonger() {
        asked();
        approve("bob", consent(TWENTY));
        house.policyBecomes(TestPolicies.HOUSE
                .replaceFirst("bob: (.*) groups: \\[reviewers\\]", "bob: $1 groups: [engineers]")
                .replaceFirst("erin: (.*) groups: \\[engineers\\]", "erin: $1 groups: [reviewers]"));

        Grant grant = given(approve("dave", Consent.WHOLE));

        assertEquals(HOUR, grant.length());
        assertEquals(Set.of("dave"), grant.approvers());
    }

    @Test
    void judgesWhatIsGivenAndNotWhatWasAsked() {
        asked();
        house.policyBecomes(TestPolicies.HOUSE.replace("default: 45m, max: 4h", "default: 20m, max: 30m"));

        assertEquals(
                Reason.POLICY_CHANGED, refused(approve("bob", Consent.WHOLE)).code());
        assertEquals(TWENTY, given(approve("bob", consent(TWENTY))).length());
    }

    @Test
    void lengthensByTheShortestThatIsAgreedTo() {
        asked();
        approve("bob", Consent.WHOLE);
        Grant grant = given(approve("dave", Consent.WHOLE));
        AccessRequest more = assertInstanceOf(
                        Decision.RequestPending.class,
                        house.decide(house.desk.extend("alice", grant.id(), HOUR, "more", Proofs.NONE)))
                .request();

        assertEquals(
                "r-2 lengthens g-1, which has one end for all its targets",
                refused(house.decide(house.desk.approve(
                                "bob", more.id(), consent(null, "prod-db-1"), Proofs.NONE, Optional.empty())))
                        .sentence());
        house.decide(house.desk.approve("bob", more.id(), consent(TWENTY), Proofs.NONE, Optional.empty()));
        Grant longer = assertInstanceOf(
                        Decision.GrantLengthened.class, house.decide(house.desk.approve("dave", more.id())))
                .grant();

        assertEquals(HOUR.plus(TWENTY), longer.length());
    }

    @Test
    void keepsWhatWasSaid() {
        asked();
        approve("bob", new Consent(Optional.empty(), Set.of(), "  while I watch "));
        approve("dave", Consent.WHOLE);

        List<Approval> approvals = house.state().requestState(1).orElseThrow().approvals();
        assertEquals(
                List.of("while I watch", ""),
                approvals.stream().map(said -> said.consent().note()).toList());
    }

    @Test
    void refusesANoteThatIsNotPlain() {
        asked();

        Decision.Refused refused = refused(approve("bob", new Consent(Optional.empty(), Set.of(), "a\u001b[2Jb")));

        assertEquals(Reason.UNFIT, refused.code());
        assertTrue(refused.sentence().startsWith("the note holds"), refused::sentence);
    }
}
