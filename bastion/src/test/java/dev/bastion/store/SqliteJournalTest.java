package dev.bastion.store;

class SqliteJournalTest extends SqlJournalContract {

    @Override
    DatabaseSettings database() {
        return DatabaseSettings.sqlite(directory.resolve("bastion.db"));
    }
}
