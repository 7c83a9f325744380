package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.rule.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordingsGoWhenNothingKeepsThemTest {
    private static final Duration KEPT = Duration.ofDays(400);
    private static final String POLICY =
            TestPolicies.HOUSE.replace("    review: {within: 24h}\n", "    review: {within: 24h}\n    retention: pci\n")
                    + "retention: {pci: {keep: 400d}}\n";

    private TestHouse house;
    private Grant grant;

    @BeforeEach
    void worked() {
        house = new TestHouse(POLICY);
        grant = house.granted();
        house.journal.append(List.of(
                new SessionEvent.SessionOpened(
                        1, 1, "alice", "prod-db-1", "postgres", "192.0.2.1:5", SessionForm.JUMP, house.clock.instant()),
                new SessionEvent.SessionEnded(1, "client_left", "ab", 0, 0, false, house.clock.instant())));
        house.decide(house.desk.release("alice", 1));
        house.decide(house.desk.afterwards().fallDue(house.clock.instant()));
    }

    private void reviewed() {
        assertInstanceOf(
                Decision.GrantSignedOff.class,
                house.decide(house.desk.afterwards().review("bob", 1, Verdict.OK, "")));
    }

    private List<Long> deletable() {
        return house.desk.afterwards().deletable(house.state()).stream()
                .map(SessionFacts::session)
                .toList();
    }

    private Optional<Deletion> delete() {
        return house.decide(house.desk.afterwards().deleteRecording(1, "ab", List.of()));
    }

    @Test
    void aGrantKeepsTheClassThatItWasGivenUnder() {
        assertEquals(Optional.of(new Retention("pci", KEPT)), grant.retention());
    }

    @Test
    void onlyWhenItsTimeIsOver() {
        reviewed();
        house.livesThrough(KEPT.minusDays(1));
        assertEquals(List.of(), deletable());
        assertEquals(Optional.empty(), delete());

        house.livesThrough(Duration.ofDays(1));

        assertEquals(List.of(1L), deletable());
        assertEquals(Optional.of(new Deletion(1, "pci", "ab", List.of(), house.clock.instant())), delete());
        assertEquals(List.of(), deletable(), "it is gone already");
        assertEquals(Optional.empty(), delete());
        assertEquals(1, house.state().deletions().size());
    }

    @Test
    void neverBeforeItsReview() {
        house.livesThrough(KEPT.multipliedBy(2));
        assertEquals(List.of(), deletable());
        assertEquals(Optional.empty(), delete());

        reviewed();

        assertEquals(List.of(1L), deletable());
    }

    @Test
    void neverUnderAHold() {
        reviewed();
        house.decide(house.desk.afterwards().hold("bob", Held.ofGrant(1), "a court asks"));
        house.decide(house.desk.afterwards().hold("carol", Held.ofSession(1), "so does another"));
        house.livesThrough(KEPT);
        assertEquals(Optional.empty(), delete());

        house.decide(house.desk.afterwards().liftHold("bob", Held.ofGrant(1), "the court has it"));
        assertEquals(Optional.empty(), delete(), "the session is held by itself");
        house.decide(house.desk.afterwards().liftHold("carol", Held.ofSession(1), "so has the other"));

        assertTrue(delete().isPresent());
    }

    @Test
    void neverBecauseAClockWasTurnedAhead() {
        reviewed();
        house.livesThrough(Duration.ofDays(30));
        house.clock.forward(KEPT.multipliedBy(3));
        house.decide(house.desk.beginDay());

        assertEquals(List.of(), deletable());
        assertEquals(Optional.empty(), delete());
    }

    @Test
    void aClassThatIsShortenedTakesNothingFromWhatWasPromised() {
        reviewed();
        house.policyBecomes(POLICY.replace("{keep: 400d}", "{keep: 366d}"));
        house.livesThrough(Duration.ofDays(370));
        assertEquals(List.of(), deletable());
        house.policyBecomes(TestPolicies.HOUSE);
        assertEquals(List.of(), deletable(), "nor does a policy without the class");

        house.livesThrough(Duration.ofDays(30));

        assertEquals(List.of(1L), deletable());
    }

    @Test
    void aClassThatIsLengthenedKeepsWhatIsThere() {
        reviewed();
        house.policyBecomes(POLICY.replace("{keep: 400d}", "{keep: 700d}"));
        house.livesThrough(KEPT);
        assertEquals(List.of(), deletable());
        house.livesThrough(Duration.ofDays(300));
        assertEquals(List.of(1L), deletable());
    }

    @Test
    void whatIsOfNoClassStaysForEver() {
        TestHouse plain = new TestHouse();
        Grant kept = plain.granted();

        assertEquals(Optional.empty(), kept.retention());
    }

    @Test
    void holdsAreForThoseWhoAdministerOrReview() {
        assertEquals(
                Decision.Reason.NOT_ALLOWED, refused(house.desk.afterwards().hold("alice", Held.ofGrant(1), "mine")));
        assertEquals(Decision.Reason.NOT_FOUND, refused(house.desk.afterwards().hold("mallory", Held.ofGrant(1), "x")));
        assertEquals(Decision.Reason.NOT_FOUND, refused(house.desk.afterwards().hold("bob", Held.ofSession(9), "x")));
        assertEquals(
                Decision.Reason.REASON_MISSING, refused(house.desk.afterwards().hold("bob", Held.ofSession(1), " ")));
        assertEquals(Decision.Reason.NOT_FOUND, refused(house.desk.afterwards().liftHold("bob", Held.ofGrant(1), "x")));
        assertInstanceOf(
                Decision.HoldChanged.class,
                house.decide(house.desk.afterwards().hold("carol", Held.ofGrant(1), "a court asks")));
        assertInstanceOf(
                Decision.HoldChanged.class,
                house.decide(house.desk.afterwards().hold("bob", Held.ofGrant(1), "a court asks")));
        assertEquals(
                List.of("carol"), house.state().holds().stream().map(Hold::by).toList(), "of two the first stands");
    }

    @Test
    void nobodyLiftsAHoldOnWhatTheyDidThemselves() {
        house.policyBecomes(POLICY.replace("groups: [engineers]}\n  erin", "groups: [engineers, admins]}\n  erin"));
        house.decide(house.desk.afterwards().hold("carol", Held.ofSession(1), "a court asks"));

        assertEquals(
                Decision.Reason.NOT_ALLOWED,
                refused(house.desk.afterwards().liftHold("alice", Held.ofSession(1), "gone")));
        assertEquals(1, house.state().holds().size());
    }

    private Decision.Reason refused(AccessJournal.Decider<Decision> decider) {
        return assertInstanceOf(Decision.Refused.class, house.decide(decider)).code();
    }

    @Test
    void theFoldRefusesADeletionThatNothingAllowed() {
        RetentionEvent.RecordingDeleted deleted =
                new RetentionEvent.RecordingDeleted(1, "pci", "ab", List.of(), house.clock.instant());
        assertThrows(IllegalStateException.class, () -> replayed().apply(deleted), "not reviewed");
        reviewed();
        AccessFold twice = replayed();
        twice.apply(deleted);
        assertThrows(IllegalStateException.class, () -> twice.apply(deleted), "twice");
        house.decide(house.desk.afterwards().hold("bob", Held.ofGrant(1), "a court asks"));
        assertThrows(IllegalStateException.class, () -> replayed().apply(deleted), "held");
    }

    private AccessFold replayed() {
        AccessFold fold = new AccessFold();
        house.journal.events().forEach(fold::apply);
        return fold;
    }

    @Test
    void aClassShorterThanTheSiteKeepsIsAProblem() {
        PolicyReading reading = AccessPolicy.parse(POLICY.replace("{keep: 400d}", "{keep: 30d}"));

        assertEquals(
                List.of("retention.pci.keep: 30d is less than the 365d that this site keeps recordings for"),
                problems(reading));
    }

    @Test
    void aClassOfARuleThatNobodyReviewsIsAProblem() {
        PolicyReading reading = AccessPolicy.parse(POLICY.replace("    review: {within: 24h}\n", ""));

        assertEquals(
                List.of(
                        "rules[1].retention: recordings are deleted only after their review, and this rule asks for none"),
                problems(reading));
    }

    private static List<String> problems(PolicyReading reading) {
        return assertInstanceOf(PolicyReading.Broken.class, reading).problems().stream()
                .map(problem -> problem.key() + ": " + problem.message())
                .toList();
    }
}
