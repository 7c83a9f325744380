package dev.bastion.store;

import java.util.HashSet;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.JdbiException;

/** What is revoked for good, read from the tables alone: for a look that need not go through the whole ledger. */
public final class StoredRevocations {
    private StoredRevocations() {}

    /**
     * The fingerprints of the keys and authorities that are revoked.
     *
     * @throws StoreRefusedException.Newer when a newer bastion wrote them
     * @throws LedgerUnavailableException when the database does not answer
     */
    public static Set<String> keys(DatabaseSettings settings) {
        try (var database = new Database(settings)) {
            database.refuseNewer();
            return database.readers()
                    .withHandle(handle -> new HashSet<>(
                            handle.createQuery("SELECT what FROM revocation WHERE kind IN ('key', 'authority')")
                                    .mapTo(String.class)
                                    .list()));
        } catch (FlywayException | JdbiException e) {
            throw new LedgerUnavailableException(
                    "the ledger's database (" + settings + ") cannot be read: " + e.getMessage(), e);
        }
    }
}
