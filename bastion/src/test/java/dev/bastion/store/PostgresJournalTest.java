package dev.bastion.store;

import java.sql.SQLException;
import java.util.Optional;

class PostgresJournalTest extends SqlJournalContract {

    @Override
    DatabaseSettings database() throws SQLException {
        var fresh = PostgresForTests.freshDatabase();
        return new DatabaseSettings(fresh.jdbcUrl(), Optional.of(fresh.user()), Optional.of(fresh.password()));
    }
}
