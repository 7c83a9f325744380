package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bastion.config.NoticeKind;
import dev.bastion.config.Notices;
import dev.bastion.config.Secret;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.Consent;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.Verdict;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EachNoticeGoesToWhomItConcernsTest {
    private final Hook hook;
    private final ToldHouse told;
    private final TestHouse house;

    EachNoticeGoesToWhomItConcernsTest() throws IOException {
        hook = new Hook();
        told = new ToldHouse(ToldHouse.webhook(hook.url()));
        house = told.house;
    }

    @AfterEach
    void close() {
        told.close();
        hook.close();
    }

    private JsonNode next(String event, String to) throws Exception {
        JsonNode json = hook.next().json();
        assertEquals(event, json.path("event").asText(), json::toString);
        assertEquals(to, json.path("to").toString(), json::toString);
        return json;
    }

    @Test
    void approvalIsToldToTheAsker() throws Exception {
        Grant grant = house.granted();
        next("request-waits", "[\"bob\",\"dave\"]");
        JsonNode json = next("request-decided", "[\"alice\"]");
        assertEquals("approved", json.path("outcome").asText());
        assertEquals(
                "r-1 is approved by bob: g-1 gives alice postgres on prod-db-1 until 2026-11-20 12:45 UTC",
                json.path("text").asText());
        assertEquals(
                "ssh bastion cert > ~/.ssh/id_ed25519-cert.pub",
                json.path("commands").path(0).asText());
        assertEquals("g-" + grant.id(), json.path("grant").path("id").asText());
    }

    @Test
    void approverWhoAgreesToLessIsHeardAndSoIsWhy() throws Exception {
        Consent less = new Consent(Optional.of(Duration.ofMinutes(10)), Set.of(), "read only, please");
        house.decide(house.desk.approve("bob", house.asked().id(), less, Proofs.NONE, Optional.empty()));
        next("request-waits", "[\"bob\",\"dave\"]");
        JsonNode json = next("request-decided", "[\"alice\"]");
        assertTrue(json.path("text").asText().contains("until 2026-11-20 12:10 UTC"), json::toString);
        assertEquals(
                "read only, please", json.path("approvals").path(0).path("note").asText());
    }

    @Test
    void whatRecursIsToldToThoseWhoAdminister() throws Exception {
        for (int time = 0; time < 5; time++) {
            house.clock.forward(Duration.ofDays(2));
            house.granted(Duration.ofMinutes(10));
            next("request-waits", "[\"bob\",\"dave\"]");
            next("request-decided", "[\"alice\"]");
        }
        JsonNode json = next("access-recurring", "[\"carol\"]");
        assertEquals(
                "alice was given prod-db-1 5 times within thirty days: rule 'prod' should be looked at",
                json.path("text").asText());
        assertEquals(5, json.path("times").asInt());
    }

    @Test
    void aPolicyThatTooFewSignedIsToldToThoseWhoAdminister() throws Exception {
        house.journal
                .append(List.of(
                        new BastionEvent.PolicyRefused("ab".repeat(32), 2, Set.of("bob"), house.clock.instant())))
                .toCompletableFuture()
                .join();
        JsonNode json = next("policy-refused", "[\"carol\"]");
        assertEquals(
                "a new text of access.yaml is not in force: it bears 1 of 2 signatures",
                json.path("text").asText());
        assertEquals("[\"bob\"]", json.path("signed_by").toString());
        assertEquals(2, json.path("signatures_needed").asInt());
        assertEquals("ab".repeat(32), json.path("digest").asText());
    }

    @Test
    void denialIsToldToTheAskerWithItsReason() throws Exception {
        house.decide(house.desk.deny("bob", house.asked().id(), "ask the owner first"));
        next("request-waits", "[\"bob\",\"dave\"]");
        JsonNode json = next("request-decided", "[\"alice\"]");
        assertEquals("denied", json.path("outcome").asText());
        assertEquals("bob", json.path("denied_by").asText());
        assertEquals("ask the owner first", json.path("denied_because").asText());
    }

    @Test
    void lapseIsToldToTheAskerAndWithdrawalToNobodyByName() throws Exception {
        AccessRequest first = house.asked();
        house.decide(house.desk.withdraw("alice", first.id()));
        house.asked();
        house.clock.forward(Duration.ofHours(3));
        house.decide(house.desk.lapse(house.clock.instant()));
        next("request-waits", "[\"bob\",\"dave\"]");
        assertEquals("withdrawn", next("request-decided", "[]").path("outcome").asText());
        next("request-waits", "[\"bob\",\"dave\"]");
        assertEquals(
                "lapsed", next("request-decided", "[\"alice\"]").path("outcome").asText());
    }

    @Test
    void whatTheRuleApprovesByItselfWaitsForNobody() throws Exception {
        house.decide(house.desk.request(
                "alice", TestHouse.wish("staging-1", "deploy", Duration.ofMinutes(10)), Proofs.NONE));
        assertEquals("approved", next("request-decided", "[]").path("outcome").asText());
    }

    @Test
    void extensionIsAskedOfThoseWhoApprove() throws Exception {
        Grant grant = house.granted();
        Decision asked =
                house.decide(house.desk.extend("alice", grant.id(), Duration.ofMinutes(30), "not done", Proofs.NONE));
        house.decide(house.desk.approve(
                "dave", ((Decision.RequestPending) asked).request().id()));
        next("request-waits", "[\"bob\",\"dave\"]");
        next("request-decided", "[\"alice\"]");
        JsonNode json = next("extension-asked", "[\"bob\",\"dave\"]");
        assertEquals(
                "r-2: alice asks for 30m more of g-1 (postgres on prod-db-1)",
                json.path("text").asText());
        assertEquals("ssh bastion approve r-2", json.path("commands").path(0).asText());
        assertTrue(next("request-decided", "[\"alice\"]").path("text").asText().contains("until 2026-11-20 13:15 UTC"));
    }

    @Test
    void whatIsTakenAwayIsToldAndWhatEndsByItselfIsNot() throws Exception {
        Grant expired = house.granted(Duration.ofMinutes(5));
        house.clock.forward(Duration.ofMinutes(6));
        house.decide(house.desk.expire(house.clock.instant()));
        Grant revoked = house.granted();
        house.decide(house.desk.revoke("carol", revoked.id(), "wrong host"));
        house.granted();
        house.policyBecomes(
                ToldHouse.policy().replace("logins: [postgres, deploy]\n    permits", "logins: [deploy]\n    permits"));
        house.decide(house.desk.endRightsLost());
        assertEquals(1, expired.id());
        for (int i = 0; i < 2; i++) {
            next("request-waits", "[\"bob\",\"dave\"]");
            next("request-decided", "[\"alice\"]");
        }
        JsonNode json = next("grant-taken-away", "[\"alice\"]");
        assertEquals(
                "g-2 of alice (postgres on prod-db-1) ended: revoked by carol",
                json.path("text").asText());
        assertEquals("wrong host", json.path("end").path("reason").asText());
        next("request-waits", "[\"bob\",\"dave\"]");
        next("request-decided", "[\"alice\"]");
        assertEquals(
                "right-lost",
                next("grant-taken-away", "[\"alice\"]").path("end").path("how").asText());
    }

    @Test
    void brokenGlassIsToldToEverybodyConcernedAndNotAsARequest() throws Exception {
        house.policyBecomes(ToldHouse.policy()
                .replace("    lapse: 2h\n", "    lapse: 2h\n    break-glass: {max: 30m, review-within: 4h}\n"));
        house.decide(house.desk.breakGlass(
                "dave", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(30)), Proofs.NONE));
        JsonNode json = next("break-glass", "[\"bob\",\"carol\"]");
        assertEquals(
                "g-1: in an emergency dave took postgres on prod-db-1 until 2026-11-20 12:30 UTC",
                json.path("text").asText());
        assertEquals(
                "ssh bastion revoke g-1 --reason TEXT",
                json.path("commands").path(0).asText());
        assertEquals("because", json.path("request").path("reason").asText());
        assertTrue(json.path("grant").path("break_glass").asBoolean());
    }

    @Test
    void reviewIsWantedOfThoseWhoMaySignItOffOnceMoreWhenItIsLateAndADeviationIsAnIncident() throws Exception {
        Grant grant = house.granted(Duration.ofMinutes(5));
        next("request-waits", "[\"bob\",\"dave\"]");
        next("request-decided", "[\"alice\"]");
        house.clock.forward(Duration.ofMinutes(6));
        house.decide(house.desk.expire(house.clock.instant()));
        house.decide(house.desk.afterwards().fallDue(house.clock.instant()));
        JsonNode due = next("review-due", "[\"bob\",\"dave\"]");
        assertEquals("ssh bastion review g-1", due.path("commands").path(0).asText());
        assertEquals("2026-11-21T12:05:00Z", due.path("review").path("due").asText());
        house.clock.forward(Duration.ofHours(25));
        house.decide(house.desk.afterwards().fallDue(house.clock.instant()));
        assertEquals(
                "g-1 of alice (postgres on prod-db-1) was to be reviewed by 2026-11-21 12:05 UTC",
                next("review-overdue", "[\"bob\",\"dave\"]").path("text").asText());
        house.decide(house.desk.afterwards().review("bob", grant.id(), Verdict.DEVIATION, "read the salaries"));
        JsonNode incident = next("incident-opened", "[\"bob\",\"carol\",\"dave\"]");
        assertEquals(
                "i-1: bob found a deviation in g-1 of alice (postgres on prod-db-1)",
                incident.path("text").asText());
        assertEquals("read the salaries", incident.path("incident").path("note").asText());
    }

    @Test
    void thatSomebodyIsShutOutIsToldAndSoIsWhatTheyLose() throws Exception {
        house.granted();
        house.decide(house.desk.people().disable("carol", "alice", "left the company"));
        next("request-waits", "[\"bob\",\"dave\"]");
        next("request-decided", "[\"alice\"]");
        String first = hook.next().json().toString();
        List<String> told = List.of(first, hook.next().json().toString());
        assertTrue(told.stream().anyMatch(text -> text.contains("\"alice was shut out by carol\"")), told::toString);
        assertTrue(told.stream().anyMatch(text -> text.contains("ended: person disabled")), told::toString);
    }

    @Test
    void receiverIsToldOnlyOfWhatItWants() throws Exception {
        try (Hook decided = new Hook();
                ToldHouse choosy = new ToldHouse(new Notices(
                        List.of(new Notices.Webhook(
                                URI.create(decided.url()),
                                new Secret(ToldHouse.KEY),
                                Set.of(NoticeKind.REQUEST_DECIDED))),
                        List.of(),
                        Optional.empty()))) {
            choosy.house.granted();
            assertEquals("request-decided", decided.next().json().path("event").asText());
            assertEquals(0, decided.unread());
        }
    }

    @Test
    void whatStillWaitsAtAStartIsToldAgainUnderTheSameIdToThoseWhoHaveNotApproved() throws Exception {
        house.asked();
        house.decide(house.desk.withdraw("alice", house.asked().id()));
        house.decide(house.desk.request(
                "alice", TestHouse.wish("prod-db-1", "deploy", Duration.ofMinutes(10)), Proofs.NONE));
        String id = hook.next().id();
        try (Hook again = new Hook();
                ToldHouse restarted = new ToldHouse(ToldHouse.webhook(again.url()), house)) {
            assertEquals(List.of(0L), restarted.notifications.dropped());
            assertEquals(id, again.next().id());
            assertEquals(
                    "bastion-example-1a2b3c4d:request-waits:r-3", again.next().id());
            assertEquals(0, again.unread());
        }
    }
}
