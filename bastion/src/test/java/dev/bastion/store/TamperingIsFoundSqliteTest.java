package dev.bastion.store;

class TamperingIsFoundSqliteTest extends TamperingIsFoundContract {

    @Override
    DatabaseSettings database() {
        return DatabaseSettings.sqlite(directory.resolve("bastion.db"));
    }
}
