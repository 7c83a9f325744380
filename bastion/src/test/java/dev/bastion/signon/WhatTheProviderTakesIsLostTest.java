package dev.bastion.signon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.SignOn;
import dev.bastion.policy.SignOnEnd;
import dev.bastion.policy.SignOnEvent;
import dev.bastion.policy.TestPolicies;
import dev.bastion.signon.TestProvider.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WhatTheProviderTakesIsLostTest {
    private static final Duration LENGTH = Duration.ofMinutes(45);

    @TempDir
    Path directory;

    private SignOnHouse house;
    private SignOn zoe;

    @BeforeEach
    void signOn() throws IOException, InterruptedException {
        house = new SignOnHouse(directory);
        house.provider.says(house.provider.vouchesFor("zoe", "1", "engineers", "reviewers"));
        zoe = house.signedOn("zoe");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void refreshed(Reply reply) {
        refreshed(reply, house.desk);
    }

    /** The next refresh, until the provider has been asked and what it said has been done. */
    private void refreshed(Reply reply, SignOnDesk desk) {
        house.provider.says(reply);
        house.house.clock.forward(SignOnHouse.REFRESH);
        int before = house.provider.forms.size();
        desk.look();
        until(() -> house.provider.forms.size() > before && !desk.isAsking());
    }

    private static void until(BooleanSupplier true_) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!true_.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("it did not come to that");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private Reply vouches(String... groups) {
        return house.provider.vouchesFor("zoe", "1", groups);
    }

    private SignOnEvent.SignOnEnded ended() {
        return house.events().stream()
                .filter(SignOnEvent.SignOnEnded.class::isInstance)
                .map(SignOnEvent.SignOnEnded.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private boolean signedOn() {
        return house.person("zoe").isPresent();
    }

    @Test
    void whatStaysTheSameIsAskedWithTheNewestTokenAndWritesNothing() {
        int before = house.events().size();
        refreshed(vouches("engineers", "reviewers"));
        String first = newestToken();
        refreshed(vouches("engineers", "reviewers"));
        String second = newestToken();

        assertTrue(!first.equals(second));
        assertEquals(before, house.events().size());
        assertTrue(signedOn());
    }

    private String newestToken() {
        return house.provider.forms.stream()
                .filter(form -> "refresh_token".equals(form.get("grant_type")))
                .map(form -> form.get("refresh_token"))
                .reduce((one, two) -> two)
                .orElseThrow();
    }

    /** The refresh token lies with the bastion on which she signed on, and its answer counts on both. */
    @Test
    void onEachOfTwoBastionsThatShareALedger() throws IOException {
        PolicyHolder other = new PolicyHolder(TestPolicies.policy(TestPolicies.HOUSE));
        try (SignOnDesk there = house.another(other, Files.createDirectory(directory.resolve("other")))) {
            assertEquals(
                    Set.of("engineers", "reviewers"),
                    other.current().person("zoe").orElseThrow().groups());
            assertTrue(other.current().personByKey(zoe.key().blob()).isPresent());

            refreshed(vouches("reviewers"));
            assertEquals(
                    Set.of("reviewers"),
                    other.current().person("zoe").orElseThrow().groups());

            int before = house.provider.forms.size();
            there.look();
            assertEquals(before, house.provider.forms.size(), "it has no token of hers and asks nobody");
            assertTrue(other.current().person("zoe").isPresent(), "nor does it end what another keeps confirming");

            refreshed(Reply.error("invalid_grant"));
            assertTrue(other.current().person("zoe").isEmpty());
            assertTrue(!signedOn());
        }
    }

    @Test
    void aGroupThatIsTakenAwayIsLost() {
        house.house.asked("zoe", LENGTH);
        house.house.decide(house.house.desk.approve("bob", 1));
        refreshed(vouches("reviewers"));

        assertEquals(Set.of("reviewers"), house.person("zoe").orElseThrow().groups());
        assertEquals(1, house.house.decide(house.house.desk.endRightsLost()).size());
    }

    @Test
    void aGroupThatIsTakenAwayIsLostAlsoWhileTheLedgerTakesNothing() {
        house.house.journal.accepting(false);
        refreshed(vouches("reviewers"));

        assertEquals(Set.of("reviewers"), house.person("zoe").orElseThrow().groups());
        assertEquals(
                Set.of("engineers", "reviewers"),
                house.house
                        .state()
                        .signOn(zoe.key().fingerprint())
                        .orElseThrow()
                        .groups());
    }

    @Test
    void aGroupThatIsGivenWaitsForTheLedger() {
        house.house.journal.accepting(false);
        refreshed(vouches("engineers", "reviewers", "admins"));
        assertEquals(
                Set.of("engineers", "reviewers"),
                house.person("zoe").orElseThrow().groups());

        house.house.journal.accepting(true);
        refreshed(vouches("engineers", "reviewers", "admins"));
        assertEquals(
                Set.of("engineers", "reviewers", "admins"),
                house.person("zoe").orElseThrow().groups());
    }

    @Test
    void aPersonWhomTheProviderRefusesLosesAllAtOnce() {
        house.house.asked("zoe", LENGTH);
        house.house.decide(house.house.desk.approve("bob", 1));
        refreshed(Reply.error("invalid_grant"));

        assertTrue(!signedOn());
        assertEquals(SignOnEnd.PROVIDER_REFUSED, ended().how());
        GrantState.Ended grant = assertInstanceOf(
                GrantState.Ended.class, house.house.state().grantState(1).orElseThrow());
        assertEquals(GrantEnd.RIGHT_LOST, grant.how());
        assertEquals("the provider no longer lets you in: invalid_grant", grant.reason());
        assertEquals(List.of("zoe: the provider no longer lets you in: invalid_grant"), house.taken);
    }

    @Test
    void aPersonWhomTheProviderRefusesLosesAllAlsoWhileTheLedgerTakesNothing() {
        house.house.journal.accepting(false);
        refreshed(Reply.error("invalid_grant"));
        assertTrue(!signedOn());
        assertEquals(1, house.taken.size());
        house.desk.look();
        assertEquals(1, house.taken.size());
    }

    @Test
    void noTokenIsLeftOfWhoIsOut() throws IOException {
        refreshed(Reply.error("invalid_grant"));
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void anotherSubjectUnderTheNameIsOut() {
        refreshed(house.provider.vouchesFor("zoe", "2", "engineers"));
        assertEquals("the provider now says that you are somebody else", ended().reason());
    }

    @Test
    void anotherNameOfTheSubjectIsOut() {
        refreshed(house.provider.vouchesFor("zora", "1", "engineers"));
        assertEquals("the provider now says that you are somebody else", ended().reason());
    }

    @Test
    void aProviderThatTalksNonsenseTakesNothingBeforeTheGraceIsOver() {
        List<Supplier<Reply>> nonsense = List.of(
                () -> Reply.of(503, ""),
                () -> Reply.of(400, "{\"error\":\"invalid_client\"}"),
                () -> Reply.ok("no JSON"),
                () -> Reply.ok("{}"),
                () -> house.provider.vouches("a.b.c"),
                () -> house.provider.vouchesFor(
                        "zoe", "1", List.of(), token -> token.issuer("https://evil.example.org")),
                Reply::never);
        for (Supplier<Reply> reply : nonsense) {
            refreshed(reply.get());
            assertTrue(signedOn());
            assertEquals(
                    Set.of("engineers", "reviewers"),
                    house.person("zoe").orElseThrow().groups());
        }
        house.house.clock.forward(SignOnHouse.GRACE);
        house.desk.look();

        assertTrue(!signedOn());
        assertEquals(SignOnEnd.UNCONFIRMED, ended().how());
        assertEquals("the provider has not confirmed it for 1h", ended().reason());
    }

    @Test
    void aProviderThatIsBackConfirms() {
        for (int i = 0; i < 30; i++) {
            refreshed(i % 3 == 0 ? vouches("engineers", "reviewers") : Reply.of(503, ""));
        }
        assertTrue(signedOn());
        long confirmations = house.events().stream()
                .filter(SignOnEvent.SignOnsConfirmed.class::isInstance)
                .count();
        assertTrue(confirmations >= 5 && confirmations <= 10, "" + confirmations);
    }

    @Test
    void theHoursAreTheLongest() {
        while (house.house.clock.instant().isBefore(zoe.until().minus(SignOnHouse.REFRESH))) {
            refreshed(vouches("engineers", "reviewers"));
        }
        assertTrue(signedOn());
        house.house.clock.forward(SignOnHouse.REFRESH);
        house.desk.look();
        assertTrue(!signedOn());
        assertEquals(SignOnEnd.EXPIRED, ended().how());
    }

    @Test
    void aPersonWhoLogsOutIsOutAndTheTokenGivenBack() {
        house.desk.logOut(house.house.state().signOnsOf("zoe").getFirst());
        assertTrue(!signedOn());
        assertEquals(SignOnEnd.LOGGED_OUT, ended().how());
        until(() -> house.provider.forms.stream().anyMatch(form -> form.containsKey("token")));
    }

    @Test
    void thePolicysOwnTextTakesTheNameBack() {
        house.house.policyBecomes(TestPolicies.HOUSE.replace(
                "  mallory:",
                "  zoe: {keys: [\"" + SignOnHouse.key("zoe2").line() + "\"], groups: [engineers]}\n  mallory:"));
        house.desk.look();
        assertEquals(SignOnEnd.REPLACED, ended().how());
        assertTrue(house.person("zoe").isPresent());
    }

    @Test
    void afterARestartTheProviderIsAskedWithWhatWasKept() {
        try (SignOnDesk again = house.again()) {
            refreshed(vouches("engineers"), again);
        }
        assertEquals(Set.of("engineers"), house.person("zoe").orElseThrow().groups());
    }

    @Test
    void aTokenThatWasChangedOnTheDiskIsNoneAndEndsWithTheGrace() throws IOException {
        try (Stream<Path> kept = Files.list(directory)) {
            Path file = kept.findFirst().orElseThrow();
            assertTrue(!Files.readString(file).contains("rt-"));
            Files.writeString(file, "AAAA" + Files.readString(file).substring(4));
        }
        house.house.clock.forward(SignOnHouse.REFRESH);
        house.desk.look();
        until(() -> !house.desk.isAsking());
        assertTrue(signedOn());
        house.house.clock.forward(SignOnHouse.GRACE);
        house.desk.look();
        assertEquals(SignOnEnd.UNCONFIRMED, ended().how());
    }
}
