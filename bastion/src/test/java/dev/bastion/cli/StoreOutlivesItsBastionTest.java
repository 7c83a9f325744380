package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.Bastion;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.recorder.Recorder;
import dev.bastion.recorder.RecorderSettings;
import dev.bastion.recorder.SessionFacts;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store is signed under a name that stays, written by one process at a time, and says what a crash left in it. */
class StoreOutlivesItsBastionTest {
    @TempDir
    Path directory;

    @BeforeEach
    void initialise() throws IOException {
        Run.in(directory, "init", "--demo");
        edit("listen: \"127.0.0.1:2222\"", "listen: \"127.0.0.1:0\"");
    }

    private void edit(String from, String to) throws IOException {
        Path file = directory.resolve("bastion.yaml");
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replace(from, to));
    }

    private BastionConfig config() throws IOException {
        ConfigReading reading = ConfigReader.read(directory.resolve("bastion.yaml"), Map.of());
        return assertInstanceOf(ConfigReading.Accepted.class, reading, reading::toString)
                .config();
    }

    private Bastion serve() throws IOException {
        return Bastion.start(config(), Clock.systemUTC());
    }

    @Test
    void verifiesAndServesAfterTheBastionWasRenamed() throws IOException {
        serve().close();
        edit("names: [bastion]", "names: [gate.example, bastion]");
        Run verify = Run.in(directory, "verify");
        assertEquals(0, verify.status(), verify::toString);
        assertTrue(verify.out().contains("the ledger is sound: 12 entries"), verify::out);
        serve().close();
        assertEquals(0, Run.in(directory, "verify").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "rebuild", "restore --accept", "check"})
    void saysWhatIsMissingWhereAnInstallationHasNoName(String command) throws IOException {
        serve().close();
        Path name = directory.resolve("keys/installation");
        Files.delete(name);
        Run run = Run.in(directory, command.split(" "));
        assertEquals(1, run.status(), run::toString);
        assertTrue(
                run.err()
                        .contains("\"%s\" is missing, by whose name the ledger and the grants are signed"
                                .formatted(name)),
                run::err);
        assertTrue(run.err().contains("hint: put it back from a backup"), run::err);
        assertFalse(run.err().contains("\tat "), run::err);
    }

    @Test
    void refusesALedgerThatWasSignedUnderAnotherName() throws IOException {
        serve().close();
        Files.writeString(directory.resolve("keys/installation"), "bastion\n");
        Run verify = Run.in(directory, "verify");
        assertEquals(1, verify.status(), verify::toString);
        assertFalse(verify.err().contains("\tat "), verify::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebuild", "restore --accept"})
    void writesNothingBesideABastionThatRuns(String command) throws IOException {
        try (Bastion running = serve()) {
            Run run = Run.in(directory, command.split(" "));
            assertEquals(1, run.status(), run::toString);
            assertEquals("""
                    bastion: a bastion runs on '%s' already
                    hint: stop it first; bastion verify may run beside it
                    """.formatted(directory.resolve("data")), run.err());
            assertEquals(0, Run.in(directory, "verify").status());
            assertTrue(running.port() > 0);
        }
        assertEquals(0, Run.in(directory, command.split(" ")).status());
    }

    @Test
    void verifyTellsWhichSessionsACrashLeftOpen() throws Exception {
        leaveOpen();
        Run verify = Run.in(directory, "verify");
        assertEquals(1, verify.status(), verify::toString);
        assertTrue(
                verify.out().contains("s-1: was left open and never sealed; the next start of the bastion settles it"),
                verify::out);
        try (SqlJournal running = SqlJournal.open(Ledgers.settings(config()), Clock.systemUTC())) {
            assertTrue(running.accepting());
            assertEquals(0, Run.in(directory, "verify").status(), "beside a bastion a session may be open");
        }
        serve().close();
        Run settled = Run.in(directory, "verify");
        assertEquals(0, settled.status(), settled::toString);
    }

    /** A session that the ledger knows and whose recording has begun, as a kill leaves it. */
    private void leaveOpen() throws Exception {
        BastionConfig config = config();
        Clock clock = Clock.systemUTC();
        try (SqlJournal journal = SqlJournal.open(Ledgers.settings(config), clock)) {
            journal.append(List.of(new SessionEvent.SessionOpened(
                            1,
                            1,
                            "alice",
                            "prod-db-1",
                            "postgres",
                            "192.0.2.1:50000",
                            SessionForm.JUMP,
                            clock.instant())))
                    .toCompletableFuture()
                    .get();
        }
        Path live = directory.resolve("live");
        try (Recorder recorder = new Recorder(RecorderSettings.at(live).withReserve(0), clock)) {
            recorder.open(
                            new SessionFacts(
                                    1, 1, "alice", "prod-db-1", "postgres", "192.0.2.1", clock.instant(), Map.of()),
                            failure -> {})
                    .toCompletableFuture()
                    .get();
            // What lies there now is what a kill would leave; closing the recorder seals it.
            copy(live, config.recordings().directory());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path there = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(file, there);
                }
            }
        }
    }
}
