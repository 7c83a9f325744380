package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.SessionEvent.SessionEnded;
import dev.bastion.policy.SessionEvent.SessionOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What ended is looked at by somebody who may, once, and never by the one whose it was. */
class ReviewsAreSignedByOthersTest {

    private static final Instant NOON = TestHouse.NOON;

    private final TestHouse house = new TestHouse(TestPolicies.EMERGENCIES);

    private List<AccessEvent> fallDue() {
        return house.decide(house.desk.afterwards().fallDue(house.clock.instant()));
    }

    private Grant ended() {
        Grant grant = house.granted();
        house.decide(house.desk.release("alice", grant.id()));
        fallDue();
        return house.state().grant(grant.id()).orElseThrow();
    }

    private Grant broken() {
        Wish wish = new Wish(
                List.of("prod-db-1"),
                Optional.of("postgres"),
                Optional.of(Duration.ofMinutes(10)),
                "the site is down",
                Optional.empty(),
                Set.of());
        return assertInstanceOf(
                        Decision.GrantGiven.class, house.decide(house.desk.breakGlass("alice", wish, Proofs.NONE)))
                .grant();
    }

    private Grant brokenAndEnded() {
        Grant grant = broken();
        house.decide(house.desk.release("alice", grant.id()));
        fallDue();
        return grant;
    }

    private Decision review(String reviewer, long grant, Verdict verdict, String note) {
        return house.decide(house.desk.afterwards().review(reviewer, grant, verdict, note));
    }

    private Decision.Refused refused(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision);
    }

    private Reason refusal(String reviewer, long grant) {
        return refused(review(reviewer, grant, Verdict.OK, "")).code();
    }

    @Test
    void fallsDueWithTheEnd() {
        Grant grant = house.granted();
        assertEquals(Reason.NOT_REVIEWABLE, refusal("bob", grant.id()));
        assertEquals(List.of(), fallDue());
        house.clock.forward(Duration.ofMinutes(45));
        house.decide(house.desk.expire(house.clock.instant()));
        house.clock.forward(Duration.ofMinutes(3));

        List<AccessEvent> events = fallDue();

        Instant due = NOON.plus(Duration.ofMinutes(45)).plus(Duration.ofHours(24));
        assertEquals(List.of(new ReviewEvent.ReviewDue(grant.id(), due, Set.of(), house.clock.instant())), events);
        assertEquals(
                List.of(new Review(grant.id(), "alice", "prod", false, due, Set.of(), false, Optional.empty())),
                house.state().openReviews());
        assertEquals(List.of(), fallDue());
    }

    @Test
    void isOwedByNothingThatNoRuleWantsReviewed() {
        Grant grant = assertInstanceOf(
                        Decision.GrantGiven.class,
                        house.decide(house.desk.request(
                                "alice", TestHouse.wish("staging-1", "deploy", Duration.ofHours(1)), Proofs.NONE)))
                .grant();
        house.decide(house.desk.release("alice", grant.id()));

        assertEquals(List.of(new ReviewEvent.ReviewNotOwed(grant.id(), NOON)), fallDue());
        assertEquals(List.of(), fallDue());
        assertEquals(
                "g-1 owes no review",
                refused(review("bob", grant.id(), Verdict.OK, "")).sentence());
    }

    @Test
    void isOwedByWhatWasGivenUnderARuleThatIsGone() {
        Grant grant = house.granted();
        house.policyBecomes(TestPolicies.EMERGENCIES.replace("name: prod", "name: production"));
        house.decide(house.desk.endRightsLost());
        fallDue();

        assertEquals(
                Optional.of(NOON.plus(Duration.ofHours(24))),
                house.state().review(grant.id()).map(Review::due));
    }

    @Test
    void isOwedSoonerByAnEmergency() {
        Grant grant = brokenAndEnded();

        assertEquals(
                new Review(
                        grant.id(),
                        "alice",
                        "prod",
                        true,
                        NOON.plus(Duration.ofHours(4)),
                        Set.of(),
                        false,
                        Optional.empty()),
                house.state().review(grant.id()).orElseThrow());
    }

    @Test
    void standsInTheOrderInWhichItIsDue() {
        Grant first = ended();
        Grant second = brokenAndEnded();

        assertEquals(
                List.of(second.id(), first.id()),
                house.state().openReviews().stream().map(Review::grant).toList());
        assertEquals(List.of(), house.state().overdueReviews(NOON));
        assertEquals(
                List.of(second.id()),
                house.state().overdueReviews(NOON.plus(Duration.ofHours(4))).stream()
                        .map(Review::grant)
                        .toList());
    }

    @Test
    void isSignedByWhoeverReviewsAndByNobodyElse() {
        Grant grant = ended();
        assertEquals(Reason.OWN_REVIEW, refusal("alice", grant.id()));
        assertEquals(Reason.NOT_ALLOWED, refusal("carol", grant.id()));
        assertEquals(Reason.NOT_FOUND, refusal("mallory", grant.id()));
        assertEquals(Reason.NOT_FOUND, refusal("bob", 99));

        Decision.GrantSignedOff signed =
                assertInstanceOf(Decision.GrantSignedOff.class, review("bob", grant.id(), Verdict.OK, " fits "));

        assertEquals("g-1 is reviewed: ok", signed.sentence());
        assertEquals(
                Optional.of(new Review.SignOff("bob", Verdict.OK, "fits", NOON)),
                house.state().review(grant.id()).flatMap(Review::signOff));
        assertEquals(List.of(), house.state().openReviews());
        assertEquals(List.of(), house.state().incidents());
        Decision.Refused again = refused(review("dave", grant.id(), Verdict.OK, ""));
        assertEquals(Reason.ALREADY_REVIEWED, again.code());
        assertEquals("g-1 was reviewed by bob at 12:00 UTC: ok, fits", again.sentence());
    }

    @Test
    void isNotSignedByAReviewerWhoseItWas() {
        AccessRequest request = house.asked("dave", Duration.ofMinutes(10));
        house.decide(house.desk.approve("bob", request.id()));
        house.decide(house.desk.release("dave", 1));
        fallDue();

        assertEquals(Reason.OWN_REVIEW, refusal("dave", 1));
        assertInstanceOf(Decision.GrantSignedOff.class, review("bob", 1, Verdict.OK, ""));
    }

    @Test
    void needsTheDutyForEveryTarget() {
        house.policyBecomes(TestPolicies.EMERGENCIES.replace(
                "  admins: {duties: [administer]}\n",
                "  admins: {duties: [administer]}\n  dbas: {review: {targets: [prod-db-1]}}\n"));
        house.policyBecomes(
                house.policy.current().text().replaceFirst("(mallory: \\{keys: \\[[^]]*])", "$1, groups: [dbas]"));
        Wish both = new Wish(
                List.of("prod-db-1", "prod-web-1"),
                Optional.of("deploy"),
                Optional.empty(),
                "both",
                Optional.empty(),
                Set.of());
        house.decide(house.desk.request("alice", both, Proofs.NONE));
        house.decide(house.desk.approve("bob", 1));
        house.decide(house.desk.release("alice", 1));
        fallDue();

        Decision.Refused refused = refused(review("mallory", 1, Verdict.OK, ""));

        assertEquals(Reason.NOT_ALLOWED, refused.code());
        assertEquals("you do not review all of prod-db-1, prod-web-1", refused.sentence());
        Grant one = house.granted();
        house.decide(house.desk.release("alice", one.id()));
        fallDue();
        assertInstanceOf(Decision.GrantSignedOff.class, review("mallory", one.id(), Verdict.OK, ""));
    }

    @Test
    void isSignedByTheGroupsThatTheRuleNames() {
        house.policyBecomes(TestPolicies.EMERGENCIES
                .replace("review: {within: 24h}", "review: {within: 24h, by: [auditors]}")
                .replace("groups: [reviewers, engineers]", "groups: [reviewers, engineers, auditors]")
                .replace("  admins: {duties", "  auditors: {}\n  admins: {duties"));
        Grant grant = ended();

        Decision.Refused refused = refused(review("bob", grant.id(), Verdict.OK, ""));

        assertEquals(Reason.NOT_ALLOWED, refused.code());
        assertEquals("g-1 is reviewed by the group auditors", refused.sentence());
        assertEquals(
                List.of("dave"),
                new Reviewers(house.policy.current())
                        .of(grant, house.state().review(grant.id()).orElseThrow()));
        assertInstanceOf(Decision.GrantSignedOff.class, review("dave", grant.id(), Verdict.OK, ""));
    }

    @Test
    void isSignedByAnyReviewerWhereNobodyIsLeftInThoseGroups() {
        house.policyBecomes(TestPolicies.EMERGENCIES
                .replace("review: {within: 24h}", "review: {within: 24h, by: [auditors]}")
                .replace("  admins: {duties", "  auditors: {}\n  admins: {duties"));
        Grant grant = ended();

        assertInstanceOf(Decision.GrantSignedOff.class, review("bob", grant.id(), Verdict.OK, ""));
    }

    @Test
    void waitsForRecordingsThatAreNotClosed() {
        Grant grant = house.granted();
        house.journal.append(List.of(new SessionOpened(
                1, grant.id(), "alice", "prod-db-1", "postgres", "192.0.2.7:50022", SessionForm.JUMP, NOON)));
        house.decide(house.desk.release("alice", grant.id()));
        fallDue();

        assertEquals(
                "the recording of s-1 is not closed yet",
                refused(review("bob", grant.id(), Verdict.OK, "")).sentence());
        house.journal.append(List.of(new SessionEnded(1, "grant-released", "ab", 0, 0, false, NOON)));
        assertInstanceOf(Decision.GrantSignedOff.class, review("bob", grant.id(), Verdict.OK, ""));
    }

    @Test
    void namesADeviationWithANoteAndOpensAnIncident() {
        Grant grant = ended();
        assertEquals(
                "a deviation needs a note",
                refused(review("bob", grant.id(), Verdict.DEVIATION, " ")).sentence());
        assertEquals(
                Reason.UNFIT,
                refused(review("bob", grant.id(), Verdict.DEVIATION, "a\u001b[2J"))
                        .code());

        Decision.GrantSignedOff signed = assertInstanceOf(
                Decision.GrantSignedOff.class, review("bob", grant.id(), Verdict.DEVIATION, "read the salaries, too"));

        Incident incident = new Incident(1, grant.id(), "alice", "bob", "read the salaries, too", NOON);
        assertEquals("g-1 is reviewed: deviation, and incident i-1 is open", signed.sentence());
        assertEquals(Optional.of(incident), signed.incident());
        assertEquals(List.of(incident), house.state().incidents());
        assertEquals(Optional.of(incident), house.state().incident(1));
        assertEquals(2, house.state().nextIncidentId());
    }

    @Test
    void isToldOnceWhenNobodySignedInTime() {
        Grant grant = ended();
        house.clock.forward(Duration.ofHours(24));

        assertEquals(List.of(new ReviewEvent.ReviewOverdue(grant.id(), house.clock.instant())), fallDue());
        assertEquals(List.of(), fallDue());
        assertTrue(house.state().review(grant.id()).orElseThrow().overdue(house.clock.instant()));
        assertInstanceOf(Decision.GrantSignedOff.class, review("bob", grant.id(), Verdict.OK, "late"));
    }

    @Test
    void keepsTheGlassWholeWhileAnEmergencyIsOverdue() {
        Grant grant = brokenAndEnded();
        house.clock.forward(Duration.ofHours(4).minusSeconds(1));
        broken();
        house.clock.forward(Duration.ofMinutes(11));
        house.decide(house.desk.expire(house.clock.instant()));
        fallDue();

        Decision.Refused refused = refused(house.decide(house.desk.breakGlass(
                "alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(10)), Proofs.NONE)));

        assertEquals(Reason.REVIEW_OVERDUE, refused.code());
        assertEquals(
                "the review of g-1 was due at 16:00 UTC, and the glass stays whole for you until it is reviewed",
                refused.sentence());
        assertEquals("a reviewer signs it off: ssh bastion review g-1", refused.hint());
        assertInstanceOf(
                Decision.GrantGiven.class,
                house.decide(house.desk.breakGlass(
                        "erin", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(10)), Proofs.NONE)));
        assertInstanceOf(
                Decision.RequestPending.class,
                house.decide(house.desk.request(
                        "alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(10)), Proofs.NONE)));
        review("bob", grant.id(), Verdict.OK, "");
        broken();
    }

    @Test
    void holdsBackItsRuleWhereThatSaysSo() {
        house.policyBecomes(
                TestPolicies.EMERGENCIES.replace("review: {within: 24h}", "review: {within: 24h, overdue: hold}"));
        Grant grant = ended();
        house.clock.forward(Duration.ofHours(23).plusMinutes(30));
        AccessRequest waiting = house.asked("alice", Duration.ofMinutes(10));
        house.clock.forward(Duration.ofMinutes(30));

        Decision.Refused refused = refused(house.decide(house.desk.request(
                "alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(10)), Proofs.NONE)));

        assertEquals(Reason.REVIEW_OVERDUE, refused.code());
        assertEquals(
                "the review of g-1 was due at 12:00 UTC, and the rule 'prod' gives you nothing new until it is reviewed",
                refused.sentence());
        assertEquals(
                Reason.POLICY_CHANGED,
                refused(house.decide(house.desk.approve("bob", waiting.id()))).code());
        assertInstanceOf(
                Decision.GrantGiven.class,
                house.decide(house.desk.request(
                        "alice", TestHouse.wish("staging-1", "deploy", Duration.ofHours(1)), Proofs.NONE)));
        review("bob", grant.id(), Verdict.OK, "");
        assertInstanceOf(Decision.GrantGiven.class, house.decide(house.desk.approve("bob", waiting.id())));
    }
}
