package dev.bastion.store;

import java.sql.SQLException;

class TamperingIsFoundPostgresTest extends TamperingIsFoundContract {

    @Override
    DatabaseSettings database() throws SQLException {
        return Ledgers.postgres();
    }
}
