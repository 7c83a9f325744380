package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.rule.Agreement;
import dev.bastion.policy.rule.BreakGlass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of random acts by everybody, under policies that change and a clock that leaps: after each, no grant lacks the
 * approvals that its rule asked for when it was given but those that broke the glass, which are marked, none has passed its
 * maximum, nobody approved their own.
 */
class NoOrderOfEventsGivesUnapprovedAccessTest {

    private static final List<String> PEOPLE =
            List.of("alice", "alice", "erin", "bob", "bob", "dave", "dave", "carol", "mallory", "eve");
    private static final List<String> TARGETS = List.of("prod-db-1", "prod-web-1", "staging-1", "vault-1", "nowhere");
    private static final List<String> LOGINS = List.of("postgres", "deploy", "root");
    private static final String TWO =
            TestPolicies.EMERGENCIES.replace("count: 1, from: reviewers", "count: 2, from: reviewers");
    private static final List<String> POLICIES = List.of(
            TestPolicies.HOUSE,
            TestPolicies.EMERGENCIES,
            TWO,
            TWO.replaceFirst("bob: (.*) groups: \\[reviewers\\]", "bob: $1 groups: [engineers]")
                    .replaceFirst("erin: (.*) groups: \\[engineers\\]", "erin: $1 groups: [reviewers]"),
            TestPolicies.EMERGENCIES.replace("default: 45m, max: 4h", "default: 20m, max: 1h"),
            TestPolicies.EMERGENCIES
                    .replaceFirst(
                            "dave: (.*) groups: \\[reviewers, engineers\\]", "dave: $1 groups: [reviewers, admins]")
                    .replace(
                            "approvals: {count: 1, from: reviewers}",
                            "approvals: [{count: 1, from: reviewers}, {count: 1, from: admins}]\n"
                                    + "    extension: {approvals: 1}"));

    private final TestHouse house = new TestHouse(TestPolicies.EMERGENCIES);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void holdsAfterEachAct(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1500; i++) {
            int before = house.journal.events().size();
            act(random);
            List<AccessEvent> events = house.journal.events();
            events.subList(before, events.size()).forEach(this::check);
        }
        assertTrue(house.state().grants().stream().anyMatch(Grant::isBreakGlass));
        assertFalse(house.state().grants().stream().allMatch(Grant::isBreakGlass));
        assertRebuilt();
    }

    private void act(Random random) {
        switch (random.nextInt(22)) {
            case 20, 21 -> house.decide(house.desk.afterwards().fallDue(house.clock.instant()));
            case 0 -> house.clock.forward(Duration.ofSeconds(random.nextInt(4000)));
            case 1 -> house.clock.back(Duration.ofSeconds(random.nextInt(8)));
            case 2 -> house.policyBecomes(pick(random, POLICIES));
            case 3 -> house.decide(house.desk.expire(house.clock.instant()));
            case 4 -> house.decide(house.desk.lapse(house.clock.instant()));
            case 5 -> house.decide(house.desk.endRightsLost());
            case 6 -> house.decide(standing(random));
            case 7 -> house.decide(house.desk.people().disableIdle(Duration.ofDays(1 + random.nextInt(3))));
            default -> house.decide(decider(random));
        }
    }

    /** Mostly enables, so that there is always somebody left to act. */
    private Decider<Decision> standing(Random random) {
        String person = pick(random, PEOPLE);
        return random.nextInt(4) == 0
                ? house.desk.people().disable(pick(random, PEOPLE), person, "has left")
                : house.desk.people().enableHere("root on the server", person, "is back");
    }

    private Decider<Decision> decider(Random random) {
        String person = pick(random, PEOPLE);
        long request = near(random, house.state().nextRequestId());
        long grant = near(random, house.state().nextGrantId());
        return switch (random.nextInt(17)) {
            case 15, 16 ->
                house.desk.afterwards().review(person, grant, pick(random, List.of(Verdict.values())), "seen");
            case 12, 13, 14 -> house.desk.breakGlass(person, wish(random, 60), Proofs.NONE);
            case 0, 1, 2 -> house.desk.request(person, wish(random, 300), Proofs.NONE);
            case 3, 4, 5, 6 -> house.desk.approve(person, request, consent(random), Proofs.NONE, Optional.empty());
            case 7 ->
                house.desk.extend(person, grant, Duration.ofMinutes(1 + random.nextInt(120)), "more", Proofs.NONE);
            case 8 -> house.desk.startAtFirstUse(grant);
            case 9 -> house.desk.deny(person, request, "no");
            case 10 -> random.nextBoolean() ? house.desk.withdraw(person, request) : house.desk.release(person, grant);
            default -> house.desk.revoke(person, grant, "no");
        };
    }

    private static Wish wish(Random random, int longest) {
        return new Wish(
                random.nextInt(3) > 0
                        ? List.of(pick(random, TARGETS))
                        : List.of(pick(random, TARGETS), pick(random, TARGETS)),
                random.nextBoolean() ? Optional.empty() : Optional.of(pick(random, LOGINS)),
                random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofMinutes(1 + random.nextInt(longest))),
                random.nextInt(8) == 0 ? "" : "because",
                Optional.of("INC-1"),
                Set.of());
    }

    private static Consent consent(Random random) {
        return new Consent(
                random.nextInt(3) > 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(1 + random.nextInt(60))),
                random.nextInt(4) > 0 ? Set.of() : Set.of(pick(random, TARGETS)),
                "");
    }

    private static long near(Random random, long next) {
        return Math.max(1, next - random.nextInt(6));
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The policy has not changed since the act: it is the one in force. */
    private void check(AccessEvent event) {
        switch (event) {
            case GrantEvent.GrantMade made -> {
                if (made.grant().isBreakGlass()) {
                    checkEmergency(made.grant());
                } else {
                    checkGiven(made.grant(), made.grant().request());
                }
            }
            case GrantEvent.GrantExtended extended ->
                checkGiven(house.state().grant(extended.grant()).orElseThrow(), extended.request());
            case GrantEvent.GrantStarted started -> {
                Grant grant = house.state().grant(started.grant()).orElseThrow();
                assertTrue(started.at().isBefore(grant.latestStart().orElseThrow()));
            }
            case ReviewEvent.GrantReviewed reviewed -> {
                Grant grant = house.state().grant(reviewed.grant()).orElseThrow();
                assertFalse(grant.person().equals(reviewed.by()));
                assertFalse(house.state().openGrants().contains(grant));
            }
            case RequestEvent.RequestApproved approved ->
                assertFalse(house.state()
                        .request(approved.request())
                        .orElseThrow()
                        .person()
                        .equals(approved.by()));
            case PersonEvent.PersonDisabled gone -> checkGone(gone.person());
            default -> {}
        }
        assertFalse(event.at().isAfter(house.clock.instant()), "nothing is dated ahead");
    }

    private void checkGiven(Grant grant, long request) {
        AccessPolicy policy = house.policy.current();
        Rule rule = policy.rule(grant.rule()).orElseThrow();
        assertTrue(house.state().disabling(grant.person()).isEmpty(), grant::toString);
        Duration most = grant.isBreakGlass()
                ? rule.breakGlass().orElseThrow().max()
                : rule.terms().max();
        assertTrue(grant.length().compareTo(most) <= 0, grant::toString);
        List<RequestEvent.RequestApproved> agreed = house.journal.events().stream()
                .filter(RequestEvent.RequestApproved.class::isInstance)
                .map(RequestEvent.RequestApproved.class::cast)
                .filter(approved -> approved.request() == request)
                .filter(approved -> mayCount(policy, rule, approved.by(), grant.person()))
                .toList();
        Set<String> by = agreed.stream().map(RequestEvent.RequestApproved::by).collect(Collectors.toSet());
        assertEquals(agreed.size(), by.size(), "one approval a person");
        assertTrue(seated(rule.agreement(), policy, by, asked(request)), grant::toString);
        assertTrue(grant.approvers().containsAll(by));
        agreed.forEach(approved -> assertWithin(approved.consent().orElse(Consent.WHOLE), asked(request), grant));
        checkToken(grant);
    }

    /** At once and by nobody, and so only where the rule has it, shortly, for a reason, and marked. */
    private void checkEmergency(Grant grant) {
        BreakGlass glass = house.policy
                .current()
                .rule(grant.rule())
                .flatMap(Rule::breakGlass)
                .orElseThrow();
        AccessRequest request = house.state().request(grant.request()).orElseThrow();
        assertEquals(Set.of(), grant.approvers());
        assertTrue(grant.length().compareTo(glass.max()) <= 0, grant::toString);
        assertFalse(request.reason().isBlank());
        assertTrue(
                house.state().overdueReviews(house.clock.instant()).stream()
                        .noneMatch(
                                review -> review.breakGlass() && review.person().equals(grant.person())),
                "while one is overdue there is no other");
        checkToken(grant);
    }

    private void checkToken(Grant grant) {
        assertFalse(house.state().newest().isAfter(house.clock.instant().plusSeconds(5)));
        GrantToken token = assertInstanceOf(TokenReading.Valid.class, house.verifier.verify(grant.token()))
                .token();
        assertEquals(grant.person(), token.person());
        assertEquals(grant.isBreakGlass(), token.breakGlass());
        assertFalse(token.expires().isBefore(grant.lastEnd()));
    }

    private void checkGone(String person) {
        assertTrue(house.state().openGrants().stream()
                .noneMatch(grant -> grant.person().equals(person)));
        assertTrue(house.state().pendingRequests().stream()
                .noneMatch(request -> request.person().equals(person)));
    }

    private AccessRequest asked(long request) {
        return house.state().request(request).orElseThrow();
    }

    private boolean mayCount(AccessPolicy policy, Rule rule, String by, String asker) {
        return !by.equals(asker)
                && house.state().disabling(by).isEmpty()
                && policy.person(by)
                        .filter(person -> policy.mayApprove(person, rule))
                        .isPresent();
    }

    /** For a whole request, each group has as many of these people as it asks for, and nobody is of two groups for it. */
    private static boolean seated(Agreement agreement, AccessPolicy policy, Set<String> by, AccessRequest request) {
        if (request.extendsGrant().isPresent() && agreement.forExtension().isPresent()) {
            return by.size() >= agreement.forExtension().getAsInt();
        }
        return by.size() >= agreement.needed()
                && agreement.quorums().stream()
                        .allMatch(quorum -> by.stream()
                                        .filter(name -> policy.person(name)
                                                .orElseThrow()
                                                .groups()
                                                .contains(quorum.from()))
                                        .count()
                                >= quorum.count());
    }

    private static void assertWithin(Consent consent, AccessRequest asked, Grant grant) {
        boolean lengthens = asked.extendsGrant().isPresent();
        consent.length()
                .filter(most -> !lengthens)
                .ifPresent(most -> assertTrue(grant.length().compareTo(most) <= 0, grant::toString));
        assertTrue(lengthens || consent.targets().isEmpty() || consent.targets().containsAll(grant.targets()));
    }

    /** The state is what the events amount to, and nothing more. */
    private void assertRebuilt() {
        AccessFold rebuilt = new AccessFold();
        house.journal.events().forEach(rebuilt::apply);
        AccessState state = house.state();
        assertEquals(state.requests(), rebuilt.requests());
        assertEquals(state.pendingRequests(), rebuilt.pendingRequests());
        assertEquals(state.grants(), rebuilt.grants());
        assertEquals(state.openGrants(), rebuilt.openGrants());
        assertEquals(state.openReviews(), rebuilt.openReviews());
        assertEquals(state.unsettledGrants(), rebuilt.unsettledGrants());
        assertEquals(state.incidents(), rebuilt.incidents());
        state.grants().forEach(grant -> assertEquals(state.review(grant.id()), rebuilt.review(grant.id())));
        state.requests()
                .forEach(request -> assertEquals(state.requestState(request.id()), rebuilt.requestState(request.id())));
        state.grants().forEach(grant -> assertEquals(state.grantState(grant.id()), rebuilt.grantState(grant.id())));
        assertEquals(state.newest(), rebuilt.newest());
    }
}
