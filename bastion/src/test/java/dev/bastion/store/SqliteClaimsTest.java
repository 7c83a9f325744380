package dev.bastion.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteClaimsTest extends ClaimsContract {
    @TempDir
    Path directory;

    @Override
    DatabaseSettings settings() {
        return DatabaseSettings.sqlite(directory.resolve("bastion.db"));
    }
}
