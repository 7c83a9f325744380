package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DisabledPersonHasNothingTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration NINETY_DAYS = Duration.ofDays(90);

    private final TestHouse house = new TestHouse();

    private Decision disable(String by, String whom) {
        return house.decide(house.desk.people().disable(by, whom, "has left"));
    }

    private Decision.Refused refused(Decider<Decision> decider) {
        return assertInstanceOf(Decision.Refused.class, house.decide(decider));
    }

    private boolean disabled(String person) {
        return house.state().disabling(person).isPresent();
    }

    @Test
    void endsGrantsRequestsAndCertificatesInOneCommit() {
        Grant grant = house.granted();
        house.decide(house.desk.extend("alice", grant.id(), HOUR, "more", Proofs.NONE));
        AccessRequest waiting = house.asked();
        house.journal.append(List.of(
                new CertificateEvent.CertificateSigning(
                        77,
                        "alice",
                        "SHA256:abc",
                        "alice",
                        TestHouse.NOON,
                        TestHouse.NOON.plus(HOUR),
                        List.of(1L),
                        TestHouse.NOON),
                new CertificateEvent.CertificateSigned(77, "QUJD", TestHouse.NOON)));
        int before = house.journal.events().size();

        assertInstanceOf(Decision.PersonChanged.class, disable("carol", "alice"));

        GrantState.Ended ended = assertInstanceOf(
                GrantState.Ended.class, house.state().grantState(grant.id()).orElseThrow());
        assertEquals(GrantEnd.PERSON_DISABLED, ended.how());
        assertEquals(Optional.of("carol"), ended.by());
        assertEquals(List.of(), house.state().pendingRequests());
        assertEquals(
                "lapsed", house.state().requestState(waiting.id()).orElseThrow().word());
        assertTrue(house.state().certificate(77).orElseThrow().revoked());
        assertEquals(
                List.of(
                        PersonEvent.PersonDisabled.class,
                        GrantEvent.GrantEnded.class,
                        RequestEvent.RequestLapsed.class,
                        RequestEvent.RequestLapsed.class,
                        CertificateRevoked.class),
                house.journal.events().subList(before, house.journal.events().size()).stream()
                        .map(Object::getClass)
                        .toList());
    }

    @Test
    void readsOneSentenceWhateverTheyDo() {
        house.granted();
        disable("carol", "alice");
        house.clock.forward(HOUR);

        for (Decider<Decision> act : List.of(
                house.desk.request("alice", TestHouse.wish("prod-db-1", "postgres", HOUR), Proofs.NONE),
                house.desk.extend("alice", 1, HOUR, "more", Proofs.NONE),
                house.desk.breakGlass("alice", TestHouse.wish("prod-db-1", "postgres", HOUR), Proofs.NONE),
                house.desk.withdraw("alice", 1),
                house.desk.release("alice", 1))) {
            Decision.Refused refused = refused(act);
            assertEquals(Reason.DISABLED, refused.code());
            assertEquals("'alice' is disabled here since 12:00 UTC", refused.sentence());
        }
    }

    @Test
    void doesNotCountAmongTheApprovalsWhenTheLastLands() {
        house.policyBecomes(TestPolicies.HOUSE
                .replace("count: 1, from: reviewers", "count: 2, from: reviewers")
                .replaceFirst("erin: (.*) groups: \\[engineers\\]", "erin: $1 groups: [reviewers]"));
        AccessRequest request = house.asked();
        house.decide(house.desk.approve("bob", request.id()));
        disable("carol", "bob");

        assertInstanceOf(Decision.ApprovalCounted.class, house.decide(house.desk.approve("dave", request.id())));
        assertEquals(
                Reason.DISABLED,
                refused(house.desk.approve("bob", request.id())).code());
        Grant grant = assertInstanceOf(
                        Decision.GrantGiven.class, house.decide(house.desk.approve("erin", request.id())))
                .grant();
        assertEquals(Set.of("dave", "erin"), grant.approvers());
    }

    @Test
    void isNotAwaitedAsAnApprover() {
        disable("carol", "bob");

        Decision.RequestPending pending = assertInstanceOf(
                Decision.RequestPending.class,
                house.decide(house.desk.request("alice", TestHouse.wish("prod-db-1", "postgres", HOUR), Proofs.NONE)));
        assertEquals(Set.of("dave"), pending.approvers());
        house.decide(house.desk.withdraw("alice", 1));
        disable("carol", "dave");
        assertEquals(
                Reason.NO_APPROVERS,
                refused(house.desk.request("alice", TestHouse.wish("prod-db-1", "postgres", HOUR), Proofs.NONE))
                        .code());
    }

    @Test
    void getsAccessByAskingAnewOnceEnabled() {
        Grant before = house.granted();
        disable("carol", "alice");

        house.decide(house.desk.people().enable("carol", "alice", "was the wrong one"));

        assertFalse(disabled("alice"));
        assertEquals(
                "ended", house.state().grantState(before.id()).orElseThrow().word());
        assertInstanceOf(
                Decision.RequestPending.class,
                house.decide(house.desk.request("alice", TestHouse.wish("prod-db-1", "postgres", HOUR), Proofs.NONE)));
    }

    @Test
    void onlyAdministratorsDisable() {
        assertEquals(
                Reason.NOT_ALLOWED,
                refused(house.desk.people().disable("bob", "alice", "no")).code());
        assertEquals(
                Reason.NOT_ALLOWED,
                refused(house.desk.people().enable("bob", "alice", "no")).code());
        assertEquals(
                Reason.NOT_FOUND,
                refused(house.desk.people().disable("carol", "nobody", "no")).code());
        assertEquals(
                Reason.REASON_MISSING,
                refused(house.desk.people().disable("carol", "alice", " ")).code());
    }

    @Test
    void theLastAdministratorStaysIn() {
        Decision.Refused refused = refused(house.desk.people().disable("carol", "carol", "bye"));

        assertEquals("'carol' is the last who administers and is not disabled", refused.sentence());
        assertFalse(disabled("carol"));
        house.decide(house.desk.people().disableHere("root on the server", "carol", "has left"));
        assertTrue(disabled("carol"));
        house.decide(house.desk.people().enableHere("root on the server", "carol", "is back"));
        assertFalse(disabled("carol"));
    }

    @Test
    void isDisabledAfterNinetyDaysWithoutUse() {
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));
        house.livesThrough(Duration.ofDays(89));
        house.decide(house.desk.people().used("alice"));
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));
        assertEquals(List.of(), house.state().disablings());

        house.livesThrough(Duration.ofDays(1));
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));

        assertFalse(disabled("alice"));
        assertTrue(disabled("bob"));
        assertEquals(
                "90d without use", house.state().disabling("bob").orElseThrow().reason());
        assertEquals(
                Optional.empty(), house.state().disabling("bob").orElseThrow().by());
        house.decide(house.desk.people().enableHere("root on the server", "bob", "was on leave"));
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));
        assertFalse(disabled("bob"), "the time begins anew");
    }

    @Test
    void countsFromWhenThePolicyFirstNamesThem() {
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));
        house.livesThrough(Duration.ofDays(100));
        house.policyBecomes(TestPolicies.HOUSE.replaceFirst(
                "people:", "people:\n  newton: {keys: [\"" + TestKeys.line("newton") + "\"], groups: [engineers]}"));
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));

        assertFalse(disabled("newton"));
        house.livesThrough(NINETY_DAYS);
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));
        assertTrue(disabled("newton"));
    }

    @Test
    void aClockThatIsTurnedAheadDisablesNobody() {
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));
        house.livesThrough(Duration.ofDays(30));

        house.clock.forward(Duration.ofDays(365));
        house.decide(house.desk.beginDay());
        house.decide(house.desk.people().disableIdle(NINETY_DAYS));

        assertEquals(List.of(), house.state().disablings());
    }

    @Test
    void aUseIsWrittenOnceADay() {
        house.decide(house.desk.people().used("alice"));
        house.clock.forward(HOUR);
        house.decide(house.desk.people().used("alice"));
        assertEquals(1, house.journal.events().size());

        house.clock.forward(Duration.ofHours(11));
        house.decide(house.desk.people().used("alice"));
        assertEquals(2, house.journal.events().size());
        assertEquals(Optional.of(house.clock.instant()), house.state().lastUse("alice"));
    }

    @Test
    void aLedgerThatGivesADisabledPersonAccessIsNone() {
        Grant grant = house.granted();
        disable("carol", "alice");
        AccessRequest next = new AccessRequest(
                2,
                "alice",
                grant.targets(),
                grant.login(),
                grant.permits(),
                grant.length(),
                "because",
                Optional.empty(),
                "prod",
                TestHouse.NOON,
                TestHouse.NOON.plus(HOUR),
                java.util.OptionalLong.empty());
        house.journal.append(List.of(new RequestEvent.RequestMade(next)));
        house.journal.append(List.of(new RequestEvent.RequestApproved(2, "bob", TestHouse.NOON)));
        Grant forged = new Grant(
                2,
                2,
                "alice",
                grant.targets(),
                grant.login(),
                grant.permits(),
                "prod",
                Set.of("bob"),
                TestHouse.NOON,
                Optional.of(TestHouse.NOON),
                Optional.empty(),
                grant.length(),
                grant.policyDigest(),
                grant.token(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> house.journal
                        .append(List.of(new GrantEvent.GrantMade(forged)))
                        .toCompletableFuture()
                        .join());
        assertEquals(
                "'alice' was given access and is disabled", failure.getCause().getMessage());
    }
}
