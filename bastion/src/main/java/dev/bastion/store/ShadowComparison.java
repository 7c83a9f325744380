package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.recorder.ledger.Finding;
import dev.bastion.store.ShadowTables.ShadowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Makes the shadow tables again beside those that are there, in temporary tables of the same connection, and says where
 * the two differ. For one thread, within one transaction.
 */
final class ShadowComparison {

    private static final String PREFIX = "rebuilt_";
    private static final int MOST_ROWS = 20;

    private final Handle handle;
    private final ShadowTables rebuilt;

    ShadowComparison(Handle handle) {
        this.handle = requireNonNull(handle, "handle is null");
        this.rebuilt = new ShadowTables(handle, PREFIX);
        for (var table : ShadowTables.ALL) {
            drop(table);
            handle.execute("CREATE TEMPORARY TABLE " + PREFIX + table.name() + " AS SELECT * FROM " + table.name()
                    + " WHERE 1 = 0");
            handle.execute("CREATE UNIQUE INDEX " + PREFIX + table.name() + "_key ON " + PREFIX + table.name() + " ("
                    + table.key() + ")");
        }
    }

    /** The next event of the ledger. */
    void apply(long seq, AccessEvent event) {
        rebuilt.apply(seq, event);
    }

    /** The rows in which a table and the ledger disagree, at most some twenty for each table. */
    List<Finding.TableDiffers> differences() {
        var findings = new ArrayList<Finding.TableDiffers>();
        for (var table : ShadowTables.ALL) {
            for (var key : differingKeys(table)) {
                findings.add(new Finding.TableDiffers(table.name(), key));
            }
        }
        return List.copyOf(findings);
    }

    /** Puts what the ledger says in place of what the tables say. */
    void replace() {
        for (var table : ShadowTables.ALL) {
            handle.execute("DELETE FROM " + table.name());
            handle.execute("INSERT INTO " + table.name() + " SELECT * FROM " + PREFIX + table.name());
        }
    }

    /** Gives the temporary tables up. */
    void drop() {
        ShadowTables.ALL.forEach(this::drop);
    }

    private void drop(ShadowTable table) {
        handle.execute("DROP TABLE IF EXISTS " + PREFIX + table.name());
    }

    private Set<String> differingKeys(ShadowTable table) {
        var keys = new TreeSet<String>();
        keys.addAll(keysOnlyIn(table.name(), PREFIX + table.name(), table.key()));
        keys.addAll(keysOnlyIn(PREFIX + table.name(), table.name(), table.key()));
        return keys;
    }

    private List<String> keysOnlyIn(String one, String other, String key) {
        return handle.createQuery("SELECT " + key + " FROM (SELECT * FROM " + one + " EXCEPT SELECT * FROM " + other
                        + ") AS difference ORDER BY " + key + " LIMIT " + MOST_ROWS)
                .map((row, context) -> {
                    var text = new StringBuilder(row.getString(1));
                    for (int column = 2; column <= row.getMetaData().getColumnCount(); column++) {
                        text.append(' ').append(row.getString(column));
                    }
                    return text.toString();
                })
                .list();
    }
}
