package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.ledger.NoteVerifier;
import dev.bastion.recorder.ledger.Verification;
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
     * What it comes to.
     *
     * @throws StoreRefusedException.Newer when a newer bastion wrote it
     * @throws LedgerUnavailableException when the database does not answer
     */
    public Verification verify() {
        try (var database = new Database(settings)) {
            database.refuseNewer();
            return LedgerOpening.load(database, key, true, 0).verification();
        } catch (FlywayException | JdbiException e) {
            throw new LedgerUnavailableException(
                    "the ledger's database (" + settings + ") cannot be read: " + e.getMessage(), e);
        }
    }
}
