package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessState;
import dev.bastion.recorder.ledger.NoteVerifier;
import dev.bastion.recorder.ledger.Verification;
import java.nio.file.Files;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.JdbiException;

/**
 * Looks through a whole ledger and its tables ({@code bastion verify}): every leaf, every head's signature, every row.
 * Changes nothing, may run while the bastion serves, and needs no private key. Stateless.
 */
public final class StoreVerifier {

    private final DatabaseSettings settings;
    private final NoteVerifier key;

    /** Judges this database by the heads of this key. */
    public StoreVerifier(DatabaseSettings settings, NoteVerifier key) {
        this.settings = requireNonNull(settings, "settings is null");
        this.key = requireNonNull(key, "key is null");
    }

    /**
     * What a look came to.
     *
     * @param state what the entries amount to, as far as they can be read
     */
    public record Looked(Verification verification, AccessState state) {}

    /** The judgement alone; as {@link #look}. */
    public Verification verify() {
        return look().verification();
    }

    /**
     * What it comes to, and what the ledger says, for whoever holds other things against it.
     *
     * @throws StoreRefusedException.Newer when a newer bastion wrote it
     * @throws LedgerUnavailableException when the database is not there or does not answer
     */
    public Looked look() {
        return look((event, after) -> {});
    }

    /** The same, and lets somebody see each event on the way. */
    public Looked look(LedgerWitness witness) {
        if (settings.isSqlite() && !Files.exists(settings.sqliteFile())) {
            throw new LedgerUnavailableException("there is no ledger at '" + settings.sqliteFile()
                    + "'\nhint: the first start of bastion serve makes it");
        }
        try (var database = new Database(settings)) {
            database.refuseNewer();
            var loaded = LedgerOpening.load(database, key, true, 0, witness);
            return new Looked(loaded.verification(), loaded.fold());
        } catch (FlywayException | JdbiException e) {
            throw new LedgerUnavailableException(
                    "the ledger's database (" + settings + ") cannot be read: " + e.getMessage(), e);
        }
    }
}
