package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.ledger.Finding;
import dev.bastion.recorder.ledger.NoteVerifier;
import dev.bastion.recorder.ledger.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Makes the tables again from the ledger ({@code bastion rebuild}). Sound leaves are what it starts from: where those are
 * not as they were signed, it changes nothing. Stateless.
 */
public final class StoreRebuild {

    private final DatabaseSettings settings;
    private final NoteVerifier key;
    private final Path directory;

    /**
     * Rebuilds this database, whose heads this key signed.
     *
     * @param directory of the bastion that serves from it, which must not run
     */
    public StoreRebuild(DatabaseSettings settings, NoteVerifier key, Path directory) {
        this.settings = requireNonNull(settings, "settings is null");
        this.key = requireNonNull(key, "key is null");
        this.directory = requireNonNull(directory, "directory is null");
    }

    /**
     * What was rebuilt.
     *
     * @param size how many entries the ledger has
     * @param differed where the tables had not said what the ledger says; empty when they were right
     */
    public record Rebuilt(long size, List<Finding> differed) {
        public Rebuilt {
            differed = List.copyOf(differed);
        }
    }

    /**
     * Makes them again, in one transaction.
     *
     * @throws StoreRefusedException when the ledger itself is not as it was signed, was written by a newer bastion, or is
     *     in use
     * @throws LedgerUnavailableException when the database does not answer
     */
    public Rebuilt run() {
        try (var lock = StoreLock.take(directory);
                var database = new Database(settings)) {
            database.migrate();
            return rebuild(database);
        } catch (FlywayException | JdbiException e) {
            throw new LedgerUnavailableException(
                    "the ledger's database (" + settings + ") cannot be used: " + e.getMessage(), e);
        }
    }

    private Rebuilt rebuild(Database database) {
        var replaced = new AtomicBoolean();
        try (var handle = database.openWriter()) {
            var loaded = handle.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ,
                    moment -> new LedgerLoad(moment, key, true, 0, (event, after) -> {}).read(comparison -> {
                        comparison.replace();
                        replaced.set(true);
                    }));
            var verification = loaded.verification();
            if (verification instanceof Verification.Damaged damaged && !replaced.get()) {
                throw new StoreRefusedException.Damaged(damaged);
            }
            var differed =
                    verification instanceof Verification.Damaged damaged ? damaged.findings() : List.<Finding>of();
            return new Rebuilt(loaded.tree().size(), differed);
        }
    }
}
