package dev.bastion.store;

class PostgresClaimsTest extends ClaimsContract {
    @Override
    DatabaseSettings settings() throws Exception {
        return Ledgers.postgres();
    }
}
