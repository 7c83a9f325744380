package dev.bastion.store;

import dev.bastion.policy.AccessEvent;
import dev.bastion.recorder.ledger.NoteSigner;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A ledger of a test: its key, its places, and the waits that a test needs. */
final class Ledgers {

    static final String ORIGIN = "bastion.example/audit";
    static final NoteSigner SIGNER = signer(pair());

    private Ledgers() {}

    static NoteSigner signer(KeyPair pair) {
        return new NoteSigner(ORIGIN, pair.getPrivate(), pair.getPublic());
    }

    static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Small in everything, so that a test meets the limits. */
    static StoreSettings settings(DatabaseSettings database, Path directory) {
        return new StoreSettings(
                database,
                SIGNER,
                Optional.of(directory.resolve("copy/newest")),
                directory.resolve("store"),
                64 * 1024,
                16,
                Duration.ofMillis(50));
    }

    static SqlJournal open(StoreSettings settings, Clock clock) {
        return SqlJournal.open(settings, clock);
    }

    static void append(SqlJournal journal, List<? extends AccessEvent> events) {
        await(journal.append(List.copyOf(events)));
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** An empty database of a real PostgreSQL. */
    static DatabaseSettings postgres() throws SQLException {
        var fresh = PostgresForTests.freshDatabase();
        return new DatabaseSettings(fresh.jdbcUrl(), Optional.of(fresh.user()), Optional.of(fresh.password()));
    }

    /** What somebody does who can reach the database and does not have the key. */
    interface Work<T> {
        T with(Handle handle);
    }

    static <T> T withHandle(DatabaseSettings database, Work<T> work) {
        var jdbi = Jdbi.create(
                database.url(), database.user().orElse(""), database.password().orElse(""));
        return jdbi.withHandle(work::with);
    }

    /** Waits until something holds, asking now and then. */
    static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not come to hold within 30 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
