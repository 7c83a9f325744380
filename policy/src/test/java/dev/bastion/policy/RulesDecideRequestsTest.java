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

class RulesDecideRequestsTest {

    private final TestHouse house = new TestHouse();

    private static Wish wish(
            List<String> targets, Optional<String> login, Optional<Duration> length, Permit... permits) {
        return new Wish(targets, login, length, "because", Optional.empty(), Set.of(permits));
    }

    private Decision.Refused refused(Wish wish) {
        return assertInstanceOf(Decision.Refused.class, house.decide(house.desk.request("alice", wish, Proofs.NONE)));
    }

    private AccessRequest pending(Wish wish) {
        return assertInstanceOf(
                        Decision.RequestPending.class, house.decide(house.desk.request("alice", wish, Proofs.NONE)))
                .request();
    }

    @Test
    void takesTheDefaultsOfTheFirstRuleThatCoversIt() {
        AccessRequest request = pending(wish(List.of("DB1"), Optional.of("postgres"), Optional.empty()));

        assertEquals("prod", request.rule());
        assertEquals(List.of("prod-db-1"), request.targets());
        assertEquals(Duration.ofMinutes(45), request.length());
        assertEquals(4, request.permits().size());
        assertEquals(TestHouse.NOON.plus(Duration.ofHours(2)), request.lapsesAt());
    }

    @Test
    void approvesByItselfWhereTheRuleSaysSo() {
        Decision.GrantGiven given = assertInstanceOf(
                Decision.GrantGiven.class,
                house.decide(house.desk.request(
                        "alice",
                        new Wish(
                                List.of("staging-1"),
                                Optional.empty(),
                                Optional.empty(),
                                "",
                                Optional.empty(),
                                Set.of()),
                        Proofs.NONE)));

        assertEquals("deploy", given.grant().login());
        assertTrue(given.grant().approvers().isEmpty());
        assertEquals("r-1 is approved: g-1 gives alice deploy on staging-1 until 13:00 UTC, in 1h", given.sentence());
    }

    @Test
    void takesSeveralTargetsUnderOneRule() {
        AccessRequest request = pending(
                wish(List.of("prod-db-1", "prod-web-1", "db1"), Optional.of("deploy"), Optional.empty(), Permit.EXEC));

        assertEquals(List.of("prod-db-1", "prod-web-1"), request.targets());
        assertEquals(Set.of(Permit.EXEC), request.permits());
    }

    @Test
    void refusesTargetsThatNoOneRuleCovers() {
        Decision.Refused refused =
                refused(wish(List.of("prod-db-1", "staging-1"), Optional.of("deploy"), Optional.empty()));

        assertEquals("no one rule gives you all of these targets", refused.sentence());
    }

    @Test
    void asksWhichLoginWhereSeveralAreOpen() {
        Decision.Refused refused = refused(wish(List.of("prod-db-1"), Optional.empty(), Optional.empty()));

        assertEquals("a login is missing", refused.sentence());
        assertEquals("open to you: postgres, deploy", refused.hint());
    }

    @Test
    void saysWhichLoginsAreOpen() {
        Decision.Refused refused = refused(wish(List.of("prod-db-1"), Optional.of("root"), Optional.empty()));

        assertEquals(Reason.NO_RULE, refused.code());
        assertEquals("login 'root' is not open to you on prod-db-1", refused.sentence());
        assertEquals("open to you: postgres, deploy", refused.hint());
    }

    @Test
    void saysHowLongItMayBe() {
        Decision.Refused refused =
                refused(wish(List.of("prod-db-1"), Optional.of("postgres"), Optional.of(Duration.ofHours(6))));

        assertEquals(Reason.TOO_LONG, refused.code());
        assertEquals("this is given for at most 4h, and you ask for 6h", refused.sentence());
        assertEquals("ask for less: --for 4h", refused.hint());
    }

    @Test
    void saysWhatIsNotPermitted() {
        Decision.Refused refused =
                refused(wish(List.of("prod-db-1"), Optional.of("postgres"), Optional.empty(), Permit.AGENT));

        assertEquals("no rule gives you agent with the rest of what you ask for", refused.sentence());
    }

    @Test
    void refusesNoTargetsAndTooMany() {
        assertEquals(
                Reason.UNFIT,
                refused(wish(List.of(), Optional.empty(), Optional.empty())).code());
        List<String> many = java.util.Collections.nCopies(17, "prod-db-1");
        assertEquals(
                Reason.UNFIT,
                refused(wish(many, Optional.empty(), Optional.empty())).code());
    }

    @Test
    void refusesNoLengthAtAll() {
        assertEquals(
                Reason.UNFIT,
                refused(wish(List.of("prod-db-1"), Optional.of("postgres"), Optional.of(Duration.ZERO)))
                        .code());
    }

    @Test
    void takesNoFloodOfRequests() {
        for (int i = 0; i < 20; i++) {
            house.asked();
        }

        assertEquals(
                Reason.TOO_MANY,
                refused(TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(1)))
                        .code());
    }

    @Test
    void saysOfEachRuleWhyItDoesNotCover() {
        AccessPolicy policy = house.policy.current();
        Person alice = policy.person("alice").orElseThrow();
        Target web = policy.target("prod-web-1").orElseThrow();

        List<RuleMatch> matches = policy.explain(new Asking(
                alice,
                List.of(web),
                Optional.of("deploy"),
                Set.of(Permit.SFTP_READ),
                Optional.of(Duration.ofHours(5)),
                false,
                "because",
                Optional.empty(),
                TestHouse.NOON));

        assertEquals(
                List.of(
                        "careful: it does not give login 'deploy'; it does not permit sftp-read; it gives at most 1h, not 5h",
                        "prod: it gives at most 4h, not 5h",
                        "staging: it does not cover target 'prod-web-1'; it does not permit sftp-read"),
                matches.stream()
                        .map(match -> assertInstanceOf(RuleMatch.Misses.class, match))
                        .map(misses -> misses.rule().name() + ": "
                                + String.join(
                                        "; ",
                                        misses.misses().stream()
                                                .map(RuleMiss::why)
                                                .toList()))
                        .toList());
    }

    @Test
    void givesNothingToSomebodyAnEarlierPolicyKnew() {
        AccessPolicy policy = house.policy.current();
        Person eve = new Person("eve", List.of(), Set.of("engineers", "admins", "reviewers"));
        Target db = policy.target("prod-db-1").orElseThrow();

        assertEquals(List.of(), policy.targetsOpenTo(eve));
        assertEquals(Set.of(), policy.duties(eve));
        assertEquals(
                Optional.empty(),
                policy.deciding(new Asking(
                        eve,
                        List.of(db),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        false,
                        "",
                        Optional.empty(),
                        TestHouse.NOON)));
    }

    @Test
    void saysTheDutiesOfEach() {
        AccessPolicy policy = house.policy.current();

        assertEquals(
                Set.of(Duty.REVIEW, Duty.APPROVE),
                policy.duties(policy.person("bob").orElseThrow()));
        assertEquals(
                Set.of(Duty.ADMINISTER), policy.duties(policy.person("carol").orElseThrow()));
        assertEquals(Set.of(), policy.duties(policy.person("alice").orElseThrow()));
    }
}
