package dev.bastion.store;

import java.sql.SQLException;

class PostgresJournalTest extends SqlJournalContract {

    @Override
    DatabaseSettings database() throws SQLException {
        return Ledgers.postgres();
    }
}
