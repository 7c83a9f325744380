package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** Claims as rows of the database, which several bastions may share; a connection for each. Thread-safe. */
final class SqlClaims implements Claims {

    /** Longer than any try takes. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;
    private final String us;

    /** @param us no other bastion's name; the same after a restart where what was taken on before it shall be ours at once */
    SqlClaims(Database database, String us, Clock clock) {
        this.database = requireNonNull(database, "database is null");
        this.us = requireNonNull(us, "us is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Whoever has the database alone is always the same one. */
    static SqlClaims in(Database database, Clock clock) {
        return new SqlClaims(database, database.isShared() ? UUID.randomUUID().toString() : "alone", clock);
    }

    @Override
    public Claim take(String what) {
        long now = ShadowSql.micros(clock.instant());
        return with(handle -> {
            if (isFree(handle, what, now) || isOurs(handle, what, now)) {
                return Claim.OURS;
            }
            Optional<Long> done = handle.createQuery("SELECT done_at FROM notice_claim WHERE what = :what")
                    .bind("what", what)
                    .mapTo(Long.class)
                    .findOne();
            return done.isPresent() ? Claim.DONE : Claim.THEIRS;
        });
    }

    /** A new claim; with it go those that nobody asks about any more. */
    private boolean isFree(Handle handle, String what, long now) {
        handle.createUpdate("DELETE FROM notice_claim WHERE claimed_at < :old")
                .bind("old", now - micros(KEPT))
                .execute();
        return handle.createUpdate("""
                        INSERT INTO notice_claim (what, claimed_by, claimed_at) VALUES (:what, :us, :now)
                        ON CONFLICT (what) DO NOTHING""")
                        .bind("what", what)
                        .bind("us", us)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private boolean isOurs(Handle handle, String what, long now) {
        return handle.createUpdate("""
                        UPDATE notice_claim SET claimed_by = :us, claimed_at = :now
                        WHERE what = :what AND done_at IS NULL AND (claimed_by = :us OR claimed_at <= :dead)""")
                        .bind("what", what)
                        .bind("us", us)
                        .bind("now", now)
                        .bind("dead", now - micros(LEASE))
                        .execute()
                == 1;
    }

    @Override
    public void done(String what) {
        with(handle -> handle.createUpdate("""
                        INSERT INTO notice_claim (what, claimed_by, claimed_at, done_at) VALUES (:what, :us, :now, :now)
                        ON CONFLICT (what) DO UPDATE SET done_at = :now""")
                .bind("what", what)
                .bind("us", us)
                .bind("now", ShadowSql.micros(clock.instant()))
                .execute());
    }

    @Override
    public Set<String> settled() {
        return with(handle -> handle.createQuery("SELECT what FROM notice_claim WHERE done_at IS NOT NULL")
                .mapTo(String.class)
                .set());
    }

    @Override
    public Optional<Instant> knownSince(String receiver) {
        return with(handle -> {
            Optional<Instant> since = handle.createQuery("SELECT since FROM notice_receiver WHERE receiver = :receiver")
                    .bind("receiver", receiver)
                    .mapTo(Long.class)
                    .findOne()
                    .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
            handle.createUpdate("""
                            INSERT INTO notice_receiver (receiver, since) VALUES (:receiver, :now)
                            ON CONFLICT (receiver) DO NOTHING""")
                    .bind("receiver", receiver)
                    .bind("now", ShadowSql.micros(clock.instant()))
                    .execute();
            return since;
        });
    }

    private <T> T with(Function<Handle, T> work) {
        try (Handle handle = database.openWriter()) {
            return work.apply(handle);
        } catch (JdbiException e) {
            throw new LedgerUnavailableException("who tells it cannot be agreed on: " + e.getMessage(), e);
        }
    }

    private static long micros(Duration length) {
        return length.toNanos() / 1_000;
    }
}
