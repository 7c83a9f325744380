package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.store.PostgresForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bastions, each a process with data and keys of its own, on one PostgreSQL and before the same hosts. */
@NeedsDemo
class SeveralBastionsShareOneDatabaseTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final String TICKS = "while sleep 0.1; do echo tick || exit; done";
    /** Within a second, the documentation says; what is over it here is the machine's, which does much besides. */
    private static final Duration SECOND_UNDER_LOAD = Duration.ofSeconds(10);

    private static DemoWorld world;
    private static OwnBastion one;
    private static OwnBastion other;

    @TempDir
    Path scratch;

    @BeforeAll
    static void start(DemoWorld demo, @TempDir Path directory) throws Exception {
        world = demo;
        PostgresForTests.Database database = PostgresForTests.freshDatabase();
        Path recordings = Files.createDirectory(directory.resolve("recordings"));
        one = bastion(database, recordings, directory.resolve("one"));
        other = bastion(database, recordings, directory.resolve("other"));
    }

    private static OwnBastion bastion(PostgresForTests.Database database, Path recordings, Path directory)
            throws IOException {
        return OwnBastion.sharing(
                database,
                recordings,
                Files.createDirectory(directory),
                world,
                policy -> policy.replace("    lapse: 1h", "    lapse: 1h\n    sessions: 2"));
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    /** Asked for at the one, approved at the other, and used at the one. */
    private static String grant() {
        String asked = one.bastion(
                        "alice", "request", "prod-db-1", "--login", "postgres", "--for", "45m", "--reason", "testing")
                .done()
                .out();
        String request = OwnBastion.id("r", asked);
        world.until(() -> pending(other).contains(request), "the other hears of the request");
        String approved = other.bastion("bob", "approve", request).done().out();
        String grant = OwnBastion.id("g", approved);
        world.until(() -> one.bastion("alice", "grants").out().contains(grant), "the one hears of the grant");
        one.renewCertificate();
        return grant;
    }

    private static String pending(OwnBastion bastion) {
        return bastion.bastion("bob", "requests", "--pending").out();
    }

    private Running ticking(String name) {
        Running running = Running.start(one.ssh("alice", "-J", "bastion", HOST, TICKS), scratch.resolve(name));
        world.until(() -> running.said().contains("tick"), name + " runs: " + running.said());
        return running;
    }

    private static String sessions(OwnBastion bastion) {
        Ran ran = bastion.bastion("carol", "sessions").done();
        return ran.out() + ran.err();
    }

    private static String liveSession() {
        return OwnBastion.id("s", sessions(one));
    }

    /** How long after the answer the session was over; the end may even come first. */
    private static void assertCut(Running running, String reason, Instant answered) {
        Keyboard.End end = running.end();
        Duration took = Duration.between(answered, end.at());
        System.out.printf("%s: over %d ms after the answer of the other bastion%n", reason, took.toMillis());
        assertEquals(255, end.status(), running::said);
        assertTrue(running.said().contains(reason), running::said);
        assertTrue(took.compareTo(SECOND_UNDER_LOAD) < 0, took::toString);
    }

    @Test
    void aGrantThatIsRevokedAtTheOtherIsOver() {
        String grant = grant();
        try (Running running = ticking("revoked")) {
            other.bastion("carol", "revoke", grant, "--reason", "enough").done();
            assertCut(running, "revoked by carol", Instant.now());
        }
        assertNotEquals(0, one.ssh("alice", "-J", "bastion", HOST, "true").run().status());
    }

    @Test
    void aCertificateThatIsRevokedAtTheOtherIsOver() {
        String grant = grant();
        try (Running running = ticking("certificate")) {
            other.bastion("carol", "revoke", "--serial", serial(), "--reason", "lost")
                    .done();
            assertCut(running, "your certificate was revoked by carol", Instant.now());
        }
        one.bastion("alice", "release", grant).done();
    }

    /** The serial of alice's certificate, as ssh-keygen says. */
    private static String serial() {
        Path certificate = one.profile("alice").resolveSibling("alice-cert.pub");
        String said = Command.of(List.of("ssh-keygen", "-L", "-f", certificate.toString()))
                .run()
                .done()
                .out();
        Matcher serial = Pattern.compile("Serial: (\\d+)").matcher(said);
        assertTrue(serial.find(), said);
        return serial.group(1);
    }

    @Test
    void aSessionIsSeenAndEndedFromTheOther() {
        String grant = grant();
        try (Running running = ticking("killed")) {
            String session = liveSession();
            world.until(
                    () -> sessions(other).contains(session + " of alice at prod-db-1, in "), "the other knows of it");
            other.bastion("carol", "kill", session, "--reason", "enough").done();
            assertCut(running, "ended by carol: enough", Instant.now());
        }
        one.bastion("alice", "release", grant).done();
    }

    @Test
    void asManySessionsAsTheRuleSaysAreThoseOfBoth() throws IOException {
        String grant = grant();
        world.until(() -> other.bastion("alice", "grants").out().contains(grant), "the other knows the grant");
        other.renewCertificate();
        try (Running first = ticking("first");
                Running second = ticking("second")) {
            Ran third = other.ssh("alice", "-J", "bastion", HOST, "hostname").run();
            assertEquals(255, third.status(), third::toString);
            assertTrue(third.err().contains("as many sessions as the rule allows at once"), third::err);
            assertTrue(first.isAlive() && second.isAlive());
        }
        one.bastion("alice", "release", grant).done();
    }

    /** What it finds open when it starts is not all its own. */
    @Test
    void oneThatIsKilledAndStartsAgainLeavesTheSessionsOfTheOtherAlone() throws IOException {
        String grant = grant();
        try (Running running = ticking("survivor")) {
            String session = liveSession();
            other.kill();
            other.serve();
            assertTrue(sessions(one).contains(session), () -> sessions(one));
            assertTrue(running.isAlive(), running::said);
            one.bastion("alice", "release", grant).done();
            assertNotEquals(0, running.end().status());
            world.until(
                    () -> recordings().lines().anyMatch(line -> line.contains(session) && line.contains("released")),
                    "it ended as the one says that has it: " + recordings());
            String exported = other.bastion("bob", "export", session, "--format", "raw")
                    .done()
                    .out();
            assertTrue(exported.contains("tick"), exported);
        }
    }

    private static String recordings() {
        return one.bastion("bob", "recordings", "--all").done().out();
    }

    @Test
    void approvalsSentToBothAtOnceMakeOneGrant() {
        String asked = one.bastion(
                        "alice", "request", "prod-web-1", "--login", "deploy", "--for", "45m", "--reason", "testing")
                .done()
                .out();
        String request = OwnBastion.id("r", asked);
        world.until(() -> pending(other).contains(request), "the other hears of the request");
        try (Running here = Running.start(one.ssh("bob", "bastion", "approve", request), scratch.resolve("here"));
                Running there =
                        Running.start(other.ssh("bob", "bastion", "approve", request), scratch.resolve("there"))) {
            int hereStatus = here.end().status();
            int thereStatus = there.end().status();
            assertEquals(1, hereStatus + thereStatus, () -> here.said() + there.said());
            String grants = one.bastion("alice", "grants").done().out();
            assertEquals(
                    1,
                    grants.lines().filter(line -> line.contains("prod-web-1")).count(),
                    grants);
        }
        for (OwnBastion bastion : List.of(one, other)) {
            Ran verified = bastion.executable("verify");
            assertEquals(0, verified.status(), verified::toString);
        }
    }
}
