package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupIsRestoredElsewhereTest {
    private static final Map<String, String> PASSPHRASE = Map.of("PASS", "correct horse battery staple");

    @TempDir
    Path root;

    private final Clock clock = Clock.systemUTC();

    @Test
    void withItsEncryptedKeysAndALedgerThatIsSound() throws Exception {
        Path house = house();
        write(house, 3);
        Run backup = run(house, "backup", "../copy");
        assertEquals(0, backup.status(), backup::toString);
        assertTrue(backup.out().contains("a sound ledger of 3 entries"), backup::out);
        assertEquals("", backup.err());
        assertTrue(Files.readString(root.resolve("copy/tree-head")).contains("/ledger\n3\n"));

        Path other = elsewhere(root.resolve("copy"));
        Run restored = run(other, "restore", "../copy", "--accept", "--by", "carol");
        assertEquals(0, restored.status(), restored::toString);
        assertTrue(restored.out().contains("ended: 0 grants"), restored::out);
        Run verified = run(other, "verify");
        assertTrue(verified.out().contains("the ledger is sound: "), verified::toString);
        Run again = run(other, "restore", "../copy", "--accept");
        assertEquals(1, again.status(), again::toString);
        assertTrue(again.err().contains("bastion.db' is there already"), again::err);
    }

    /** A copy in which one of two things that belong together were missing would not verify. */
    @Test
    void whileTheLedgerIsWritten() throws Exception {
        Path house = house();
        write(house, 1);
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (SqlJournal journal = SqlJournal.open(Ledgers.settings(config(house)), clock)) {
                for (long session = 2; !enough.get(); session++) {
                    journal.append(List.of(opened(session)))
                            .toCompletableFuture()
                            .join();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try {
            for (int copy = 1; copy <= 5; copy++) {
                Run backup = run(house, "backup", "../copy-" + copy);
                assertEquals(0, backup.status(), backup::toString);
            }
        } finally {
            enough.set(true);
            writer.join();
        }
        for (int copy = 1; copy <= 5; copy++) {
            Path other = elsewhere(root.resolve("copy-" + copy));
            Run restored = run(other, "restore", "../copy-" + copy, "--accept");
            assertEquals(0, restored.status(), restored::toString);
        }
    }

    @Test
    void holdsNoSecretThatIsNotEncrypted() throws Exception {
        Path house = Files.createDirectory(root.resolve("house"));
        assertEquals(0, Run.in(house, "init", "--demo").status());
        Files.writeString(house.resolve("keys/passphrase"), "correct horse battery staple\n");
        try (SqlJournal journal = SqlJournal.open(Ledgers.settings(config(house)), clock)) {
            assertTrue(journal.accepting());
        }
        Run backup = Run.in(house, "backup", "../copy");
        assertEquals(0, backup.status(), backup::toString);
        for (String key : List.of("access-ca", "target-ca", "host-ca", "host-key", "grant-token", "tree-head")) {
            assertTrue(backup.err().contains("not in it, for it is not encrypted: keys/" + key + "\n"), backup::err);
        }
        assertTrue(backup.err().contains("keys/passphrase\n"), backup::err);
        try (Stream<Path> files = Files.walk(root.resolve("copy"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(text.contains("PRIVATE KEY") || text.contains("correct horse"), file::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bastion.db", "keys/tree-head", "SHA256SUM", "access.yaml"})
    void isRefusedWhereAFileOfItIsNotAsItWas(String file) throws Exception {
        Path house = house();
        write(house, 1);
        run(house, "backup", "../copy");
        Path other = elsewhere(root.resolve("copy"));
        Path damaged = root.resolve("copy").resolve(file);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        Run restored = run(other, "restore", "../copy", "--accept");
        assertEquals(1, restored.status(), restored::toString);
        assertTrue(restored.err().contains("of the backup is not as it was backed up"), restored::err);
        assertFalse(Files.exists(other.resolve("data/bastion.db")));
    }

    @Test
    void overwritesNothing() throws Exception {
        Path house = house();
        write(house, 1);
        Files.createDirectory(root.resolve("copy"));
        Run taken = run(house, "backup", "../copy");
        assertEquals(1, taken.status(), taken::toString);
        assertTrue(taken.err().contains("copy' is there already\nhint: "), taken::err);
        run(house, "backup", "../other");
        Path strange = Files.createDirectory(root.resolve("strange"));
        assertEquals(
                0,
                Run.in(strange, PASSPHRASE, "init", "--passphrase-env", "PASS").status());
        Run restored = run(strange, "restore", "../other", "--accept");
        assertEquals(1, restored.status(), restored::toString);
        assertTrue(restored.err().contains("is there already and is another"), restored::err);
        Run none = run(strange, "restore", "../house", "--accept");
        assertTrue(none.err().contains("is no backup, or one that was cut short"), none::err);
    }

    private Path house() throws IOException {
        Path house = Files.createDirectory(root.resolve("house"));
        Run init = Run.in(house, PASSPHRASE, "init", "--passphrase-env", "PASS");
        assertEquals(0, init.status(), init::toString);
        return house;
    }

    /** Another machine, to which somebody has brought the two files that are read first. */
    private Path elsewhere(Path backup) throws IOException {
        Path other = Files.createTempDirectory(root, "elsewhere");
        for (String name : List.of("bastion.yaml", "access.yaml")) {
            Files.copy(backup.resolve(name), other.resolve(name));
        }
        return other;
    }

    private void write(Path house, int entries) throws IOException {
        try (SqlJournal journal = SqlJournal.open(Ledgers.settings(config(house)), clock)) {
            for (long session = 1; session <= entries; session++) {
                journal.append(List.of(opened(session))).toCompletableFuture().join();
            }
        }
    }

    private SessionEvent.SessionOpened opened(long session) {
        return new SessionEvent.SessionOpened(
                session, 1, "alice", "prod-db-1", "postgres", "192.0.2.1:50000", SessionForm.JUMP, clock.instant());
    }

    private static BastionConfig config(Path house) {
        ConfigReading reading = ConfigReader.read(house.resolve("bastion.yaml"), PASSPHRASE);
        return assertInstanceOf(ConfigReading.Accepted.class, reading, reading::toString)
                .config();
    }

    private static Run run(Path house, String... words) {
        return Run.in(house, PASSPHRASE, words);
    }
}
