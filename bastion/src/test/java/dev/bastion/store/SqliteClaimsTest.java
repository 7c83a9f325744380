package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.MovedClock;
import dev.bastion.store.Claims.Claim;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteClaimsTest extends ClaimsContract {
    @TempDir
    Path directory;

    @Override
    DatabaseSettings settings() {
        return DatabaseSettings.sqlite(directory.resolve("bastion.db"));
    }

    /** It has the database alone, so that nobody else can be at what it was at. */
    @Test
    void whoStartsAgainWaitsForNobody() {
        MovedClock clock = new MovedClock(Instant.parse("2026-11-20T12:00:00Z"));
        try (Database database = new Database(settings())) {
            database.migrate();
            assertEquals(Claim.OURS, SqlClaims.in(database, clock).take("request-waits:r-1"));
            assertEquals(Claim.OURS, SqlClaims.in(database, clock).take("request-waits:r-1"));
        }
    }
}
