package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ProviderTakesNobodyOverTest {

    private static final Duration HOURS = Duration.ofHours(8);
    private static final String PROVIDER = "https://login.example.org";

    private final TestHouse house = new TestHouse();

    private static SignOnClaim claim(String person, String subject, String key, String... groups) {
        IdentityKey identity = ((KeyReading.Read) KeyLine.read(TestKeys.line(key))).key();
        return new SignOnClaim(person, new SignOnSubject(PROVIDER, subject), identity, Set.of(groups), HOURS);
    }

    private SignOn signedOn(String person, String subject, String key, String... groups) {
        SignOn signOn = assertInstanceOf(
                        Decision.SignOnChanged.class,
                        house.decide(house.desk.people().signOn(claim(person, subject, key, groups))))
                .signOn();
        inForce();
        return signOn;
    }

    /** As the bastion does after each commit. */
    private void inForce() {
        house.policy.signedOn(Set.copyOf(house.state().signOns()));
    }

    private String refused(SignOnClaim claim) {
        int before = house.journal.events().size();
        Decision.Refused refused = assertInstanceOf(
                Decision.Refused.class, house.decide(house.desk.people().signOn(claim)));
        assertEquals(Reason.SIGN_ON_REFUSED, refused.code());
        assertEquals(before, house.journal.events().size());
        return refused.sentence();
    }

    private List<AccessEvent> end(SignOn signOn, SignOnEnd how, String reason) {
        List<AccessEvent> events = house.decide(house.desk.people().endSignOn(signOn, how, reason));
        inForce();
        return events;
    }

    @Test
    void aKeyBecomesAPersonsWithTheGroupsThatThePolicyKnows() {
        SignOn signOn = signedOn("zoe", "1", "zoe", "engineers", "domain users");

        Person zoe = house.policy.current().person("zoe").orElseThrow();
        assertEquals(Set.of("engineers"), zoe.groups());
        assertEquals(
                zoe, house.policy.current().personByKey(signOn.key().blob()).orElseThrow());
        assertEquals(TestHouse.NOON.plus(HOURS), signOn.until());
        AccessRequest asked = house.asked("zoe", Duration.ofMinutes(45));
        assertInstanceOf(Decision.GrantGiven.class, house.decide(house.desk.approve("bob", asked.id())));
    }

    @Test
    void nobodyWhoIsWrittenInThePolicyIsTakenOver() {
        assertEquals(
                "'alice' is written in access.yaml, and the provider vouches for nobody who is",
                refused(claim("alice", "1", "another", "engineers")));
    }

    @Test
    void aNameIsOneSubjects() {
        signedOn("zoe", "1", "zoe", "engineers");
        assertEquals(
                "the name 'zoe' is that of another account of the provider",
                refused(claim("zoe", "2", "another", "engineers")));
        end(house.state().signOnsOf("zoe").getFirst(), SignOnEnd.EXPIRED, "over");
        refused(claim("zoe", "2", "another", "engineers"));
    }

    @Test
    void aSubjectHasOneName() {
        signedOn("zoe", "1", "zoe", "engineers");
        assertEquals(
                "the provider calls you 'zora' now, and here you are 'zoe'",
                refused(claim("zora", "1", "another", "engineers")));
    }

    @Test
    void aKeyIsOnePersonsAlsoAfterwards() {
        SignOn zoe = signedOn("zoe", "1", "zoe", "engineers");
        assertTrue(refused(claim("yan", "2", "zoe", "reviewers")).endsWith(" is another person's"));
        end(zoe, SignOnEnd.LOGGED_OUT, "over");
        assertTrue(refused(claim("yan", "2", "zoe", "reviewers")).endsWith(" is another person's"));
        assertTrue(refused(claim("yan", "2", "alice", "reviewers")).endsWith(" is another person's"));
    }

    @Test
    void theKeyOfAHostIsNobodys() {
        String host = house.policy
                .current()
                .targets()
                .getFirst()
                .hostKeys()
                .getFirst()
                .comment();
        assertTrue(refused(claim("zoe", "1", host, "engineers")).endsWith(" is no person's"));
    }

    @Test
    void aNameThatIsNoneHereIsRefused() {
        assertEquals(
                "the provider calls you 'Zoe O\\u001bHara', which is no name here",
                refused(claim("Zoe O\u001bHara", "1", "zoe", "engineers")));
    }

    @Test
    void aDisabledPersonSignsOnNoMore() {
        signedOn("zoe", "1", "zoe", "engineers");
        house.decide(house.desk.people().disable("carol", "zoe", "has left"));
        inForce();

        assertTrue(house.state().signOns().isEmpty());
        assertTrue(house.policy.current().person("zoe").isEmpty());
        Decision again = house.decide(house.desk.people().signOn(claim("zoe", "1", "zoe", "engineers")));
        assertEquals(
                Reason.DISABLED, assertInstanceOf(Decision.Refused.class, again).code());
        assertInstanceOf(
                Decision.PersonChanged.class, house.decide(house.desk.people().enable("carol", "zoe", "is back")));
        signedOn("zoe", "1", "zoe", "engineers");
    }

    @Test
    void whatWasHadBySingleSignOnEndsWithTheLast() {
        SignOn laptop = signedOn("zoe", "1", "laptop", "engineers");
        house.clock.forward(Duration.ofMinutes(1));
        SignOn desktop = signedOn("zoe", "1", "desktop", "engineers");
        AccessRequest asked = house.asked("zoe", Duration.ofMinutes(45));
        house.decide(house.desk.approve("bob", asked.id()));
        AccessRequest waiting = house.asked("zoe", Duration.ofMinutes(30));

        assertEquals(1, end(laptop, SignOnEnd.LOGGED_OUT, "left").size());
        assertEquals(1, house.state().openGrants().size());

        end(desktop, SignOnEnd.PROVIDER_REFUSED, "the provider no longer knows them");
        assertEquals(List.of(), house.state().openGrants());
        GrantState.Ended ended = assertInstanceOf(
                GrantState.Ended.class, house.state().grantState(1).orElseThrow());
        assertEquals(GrantEnd.RIGHT_LOST, ended.how());
        assertEquals("the provider no longer knows them", ended.reason());
        assertEquals(
                "lapsed", house.state().requestState(waiting.id()).orElseThrow().word());
        assertEquals(List.of(), house.decide(house.desk.people().endSignOn(desktop, SignOnEnd.EXPIRED, "again")));
    }

    @Test
    void groupsThatTheProviderTakesAwayAreGone() {
        SignOn zoe = signedOn("zoe", "1", "zoe", "engineers", "reviewers");
        AccessRequest asked = house.asked("zoe", Duration.ofMinutes(45));
        house.decide(house.desk.approve("bob", asked.id()));

        assertEquals(
                1,
                house.decide(house.desk.people().signOnGroups("zoe", Set.of("reviewers")))
                        .size());
        assertEquals(
                List.of(), house.decide(house.desk.people().signOnGroups("zoe", Set.of("reviewers", "nobody knows"))));
        inForce();

        assertEquals(
                Set.of("reviewers"),
                house.policy.current().person("zoe").orElseThrow().groups());
        assertEquals(1, house.decide(house.desk.endRightsLost()).size());
        assertFalse(house.state().signOn(zoe.key().fingerprint()).isEmpty());
    }

    @Test
    void theTextOfThePolicyWinsOverTheProvider() {
        SignOn zoe = signedOn("zoe", "1", "zoe", "admins");
        house.policyBecomes(TestPolicies.HOUSE.replace(
                "  mallory:", "  zoe: {keys: [\"" + TestKeys.line("zoe2") + "\"], groups: [engineers]}\n  mallory:"));

        AccessPolicy now = house.policy.current();
        assertEquals(Set.of("engineers"), now.person("zoe").orElseThrow().groups());
        assertTrue(now.personByKey(zoe.key().blob()).isEmpty());
        assertFalse(now.mayAdminister(now.person("zoe").orElseThrow()));
    }

    @Test
    void aFreedNameGoesToAnotherWithoutWhatTheFirstHad() {
        signedOn("zoe", "1", "zoe", "engineers");
        house.decide(house.desk.people().enrolFactor("zoe", "sealed", Set.of("code"), Proofs.NONE));
        assertEquals(
                Reason.NOT_ALLOWED,
                assertInstanceOf(
                                Decision.Refused.class,
                                house.decide(house.desk.people().freeName("carol", "zoe", "another")))
                        .code());
        end(house.state().signOnsOf("zoe").getFirst(), SignOnEnd.EXPIRED, "over");
        assertInstanceOf(
                Decision.Refused.class, house.decide(house.desk.people().freeName("bob", "zoe", "another")));

        assertInstanceOf(
                Decision.PersonChanged.class, house.decide(house.desk.people().freeName("carol", "zoe", "another")));

        assertTrue(house.state().factor("zoe").isEmpty());
        assertTrue(refused(claim("zoe", "2", "zoe", "engineers")).endsWith(" is another person's"));
        signedOn("zoe", "2", "another", "engineers");
    }

    @Test
    void aClockBehindTheLedgerLetsNobodyIn() {
        house.granted();
        house.clock.forward(Duration.ofMinutes(-1));
        Decision decision = house.decide(house.desk.people().signOn(claim("zoe", "1", "zoe", "engineers")));
        assertEquals(
                Reason.CLOCK_BEHIND,
                assertInstanceOf(Decision.Refused.class, decision).code());
    }

    @Test
    void aLedgerThatGivesAKeyToTwoIsNotBelieved() {
        signedOn("zoe", "1", "zoe", "engineers");
        IdentityKey key = claim("yan", "2", "zoe").key();
        SignOnEvent.SignedOn stolen = new SignOnEvent.SignedOn(
                "yan",
                key.line(),
                key.fingerprint(),
                PROVIDER,
                "2",
                Set.of(),
                TestHouse.NOON.plus(HOURS),
                TestHouse.NOON);
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> house.journal
                        .append(List.of(stolen))
                        .toCompletableFuture()
                        .join());
        assertTrue(refused.getCause().getMessage().contains("a key of another"));
    }
}
