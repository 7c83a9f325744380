package dev.bastion.store;

import static dev.bastion.store.Ledgers.append;
import static dev.bastion.store.Ledgers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.MovedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk holds at the moment of an answer is all that a power loss leaves. */
class PowerLossLosesNoAcknowledgedEventTest {

    private static final int FULL = 2;

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock(Story.MORNING);

    @Test
    void everySqliteConnectionThatMayWriteSyncsItsLogInEveryCommit() {
        try (var database = new Database(DatabaseSettings.sqlite(directory.resolve("new/place/bastion.db")))) {
            database.migrate();
            try (var writer = database.openWriter();
                    var aside = database.openAside()) {
                for (var handle : List.of(writer, aside)) {
                    assertEquals(FULL, pragma(handle, "synchronous", Integer.class));
                    assertEquals("wal", pragma(handle, "journal_mode", String.class));
                }
            }
            // The others are no exception because they cannot write at all.
            assertEquals(
                    1,
                    database.readers()
                            .<Integer, RuntimeException>withHandle(
                                    reader -> pragma(reader, "query_only", Integer.class)));
        }
    }

    @Test
    void thePostgresWriterWaitsForTheDiskWhateverTheServerIsSetTo() throws SQLException {
        var settings = Ledgers.postgres();
        Ledgers.withHandle(
                settings,
                handle -> handle.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off',"
                        + " current_database()); END $$"));
        try (var database = new Database(settings);
                var writer = database.openWriter()) {
            assertEquals(
                    "on",
                    writer.createQuery("SHOW synchronous_commit")
                            .mapTo(String.class)
                            .one());
        }
    }

    @Test
    void theFilesAsTheyLieAtTheAnswerHoldWhatWasAnswered() throws IOException {
        var settings = settings(directory.resolve("running"));
        try (var journal = SqlJournal.open(settings, clock)) {
            for (int event = 1; event <= 5; event++) {
                append(journal, List.of(Story.requestMade(event)));
                var copy = copyOf(directory.resolve("running"), directory.resolve("after-" + event));
                try (var survivor = SqlJournal.open(settings(copy), clock)) {
                    assertEquals(event, survivor.state().requests().size());
                }
            }
            await(journal.storePolicy("version: 1\n", Optional.empty()));
            var copy = copyOf(directory.resolve("running"), directory.resolve("with-policy"));
            try (var survivor = SqlJournal.open(settings(copy), clock)) {
                var digest = survivor.state().policyDigest().orElseThrow();
                assertEquals(Optional.of("version: 1\n"), survivor.reads().policyText(digest));
            }
        }
    }

    @Test
    void theNamesOfNewDirectoriesAreMadeOneAfterTheOther() throws IOException {
        var deep = directory.resolve("a/b/c");
        Directories.make(deep);
        Directories.make(deep);
        assertTrue(Files.isDirectory(deep));
    }

    private static StoreSettings settings(Path place) {
        return new StoreSettings(
                DatabaseSettings.sqlite(place.resolve("bastion.db")),
                Ledgers.SIGNER,
                Optional.of(place.resolve("newest")),
                place);
    }

    /** The files themselves, and nothing of what the process keeps: the index of the log ({@code -shm}) is memory. */
    private static Path copyOf(Path place, Path to) throws IOException {
        Files.createDirectories(to);
        for (var name : List.of("bastion.db", "bastion.db-wal", "newest")) {
            Files.copy(place.resolve(name), to.resolve(name));
        }
        return to;
    }

    private static <T> T pragma(Handle handle, String name, Class<T> type) {
        return handle.createQuery("PRAGMA " + name).mapTo(type).one();
    }
}
