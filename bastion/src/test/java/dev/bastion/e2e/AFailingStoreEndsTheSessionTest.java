package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is forwarded that is not recorded; and what takes access away waits for no disk. */
@NeedsDemo
class AFailingStoreEndsTheSessionTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final String OTHER_HOST = "deploy@prod-web-1";
    private static final long DISK = 24L << 20;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration A_LOOK = Duration.ofSeconds(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static DemoWorld world;
    private static OwnBastion bastion;

    @BeforeAll
    static void start(DemoWorld demo) throws IOException {
        world = demo;
        bastion = OwnBastion.onASmallDisk(directory, world, DISK);
    }

    @AfterAll
    static void stop() {
        bastion.close();
    }

    @Test
    void aFullDiskEndsWhoWritesAndARevocationThenActsAtOnce() throws IOException {
        String ofWriter = bastion.grant("prod-db-1", "postgres", "45m");
        String ofReader = bastion.grant("prod-web-1", "deploy", "45m");
        try (Keyboard writer = shell(HOST);
                Keyboard reader = shell(OTHER_HOST)) {
            inside("cat /dev/zero >\"$1\"/ballast");
            try {
                writer.type("head -c 3000000 /dev/zero | base64\r");
                assertCut(writer, "this session ends: ");
                assertTrue(reader.isAlive(), reader::screen);

                Instant before = Instant.now();
                bastion.bastion("carol", "revoke", ofReader, "--reason", "now").done();
                Instant latest = Instant.now().plus(AT_ONCE);
                Instant cut = assertCut(reader, "revoked by carol: now");
                assertTrue(cut.isAfter(before) && cut.isBefore(latest), () -> before + " " + cut + " " + latest);
                assertNothingOpens();
            } finally {
                inside("rm \"$1\"/ballast");
            }
        }
        assertEnded(ofWriter, "recording-failed");
        assertTrue(session(ofWriter).orElseThrow().path("unrecorded_bytes").asLong() > 0, "what was lost is counted");
        assertEnded(ofReader, "grant-revoked");
        assertOpensAgain();
        // What could not be recorded shows as missing, and what was cut short as not sealed.
        Ran verified = bastion.executable("verify");
        assertTrue(verified.out().startsWith("the ledger is sound"), verified::toString);
        assertTrue(verified.out().contains("its recording is missing"), verified::toString);
    }

    /** Root writes wherever it likes, but for the last three; the first is what an administrator means by it. */
    @ParameterizedTest
    @CsvSource({
        "chmod 0500 \"$1\"/recordings, chmod 0700 \"$1\"/recordings",
        "mount -t tmpfs -o ro tmpfs \"$1\"/recordings, umount \"$1\"/recordings",
        "chattr +i \"$1\"/recordings, chattr -i \"$1\"/recordings",
        "'mount --bind \"$1\"/recordings \"$1\"/recordings && mount -o remount,bind,ro \"$1\"/recordings',"
                + " umount \"$1\"/recordings"
    })
    void aDirectoryThatIsReadOnlyEndsIt(String script, String undo) throws IOException {
        String grant = bastion.grant("prod-db-1", "postgres", "45m");
        try (Keyboard shell = shell(HOST)) {
            inside(script);
            try {
                Instant latest = Instant.now().plus(A_LOOK);
                Instant cut =
                        assertCut(shell, "this session ends: the directory of its recording is gone or read-only");
                assertTrue(cut.isBefore(latest), () -> cut + " is after " + latest);
                assertNothingOpens();
            } finally {
                inside(undo);
            }
        }
        assertEnded(grant, "recording-failed");
        assertOpensAgain();
        bastion.bastion("alice", "release", grant).done();
    }

    @ParameterizedTest
    @CsvSource({"chmod 0500, chmod 0700", "chattr +i, chattr -i"})
    void soDoesTheDirectoryOfTheSessionAlone(String change, String undo) throws IOException {
        String grant = bastion.grant("prod-db-1", "postgres", "45m");
        try (Keyboard shell = shell(HOST)) {
            String session = OwnBastion.id(
                    "s", bastion.bastion("carol", "sessions").done().out());
            inside(change + " \"$1\"/recordings/*/*/*/" + session);
            assertCut(shell, "this session ends: the directory of its recording is gone or read-only");
            inside(undo + " \"$1\"/recordings/*/*/*/" + session);
        }
        assertEnded(grant, "recording-failed");
        assertOpensAgain();
        bastion.bastion("alice", "release", grant).done();
    }

    /** A script with the bastion's view of the disks, and with the directory of its data as {@code $1}. */
    private static void inside(String script) {
        bastion.inside("sh", "-c", script, "sh", directory.resolve("data").toString());
    }

    private static Keyboard shell(String host) {
        Keyboard shell = world.keyboard(bastion.ssh("alice", "-J", "bastion", host));
        shell.expect(host + ":[^\n]*\\$ ");
        return shell;
    }

    private static Instant assertCut(Keyboard shell, String reason) {
        Keyboard.End end = shell.end();
        assertEquals(255, end.status(), shell::screen);
        assertTrue(shell.screen().contains(reason), shell::screen);
        return end.at();
    }

    private static void assertNothingOpens() {
        Ran ran = bastion.ssh("alice", "-J", "bastion", HOST, "hostname").run();
        assertNotEquals(0, ran.status(), ran::toString);
        assertEquals("", ran.out());
        assertFalse(ran.err().isBlank());
    }

    private static void assertOpensAgain() {
        world.until(
                () -> bastion.ssh("alice", "-J", "bastion", HOST, "hostname")
                                .run()
                                .status()
                        == 0,
                "sessions begin again");
    }

    /** What the ledger says, as soon as it can. */
    private static void assertEnded(String grant, String cause) {
        world.until(
                () -> session(grant)
                        .filter(session -> session.path("cause").asText().equals(cause))
                        .isPresent(),
                "the ledger has " + grant + "'s session ended: " + cause);
    }

    /** The first session under a grant. */
    private static Optional<JsonNode> session(String grant) {
        try {
            Ran ran = bastion.bastion("bob", "recordings", "--json");
            for (JsonNode each : JSON.readTree(ran.out()).path("recordings")) {
                if (each.path("grant").asText().equals(grant)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
