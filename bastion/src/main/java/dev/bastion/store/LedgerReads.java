package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.SessionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/**
 * What is read from the tables: history that may be too long to be held in memory. Each call waits for the database, so
 * that it belongs on a thread that may wait. Times come back in whole microseconds. Safe for many threads.
 */
public final class LedgerReads {

    private final Jdbi readers;

    LedgerReads(Jdbi readers) {
        this.readers = requireNonNull(readers, "readers is null");
    }

    /**
     * Which sessions are asked for.
     *
     * @param person of this person alone
     * @param target on this target alone
     * @param since opened at this time or later
     * @param limit how many at most, the newest first
     */
    public record SessionQuery(Optional<String> person, Optional<String> target, Optional<Instant> since, int limit) {
        public SessionQuery {
            requireNonNull(person, "person is null");
            requireNonNull(target, "target is null");
            requireNonNull(since, "since is null");
            if (limit <= 0) {
                throw new IllegalArgumentException("limit is not positive");
            }
        }
    }

    /** Somebody looked at a recording, or took it away. */
    public record Reading(long session, String person, String how, Instant at) {
        public Reading {
            requireNonNull(person, "person is null");
            requireNonNull(how, "how is null");
            requireNonNull(at, "at is null");
        }
    }

    /** Sessions, running and past, the newest first. */
    public List<SessionFacts> sessions(SessionQuery query) {
        return readers.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM recorded_session
                        WHERE (:person = '' OR person = :person) AND (:target = '' OR target = :target)
                            AND opened_at >= :since
                        ORDER BY opened_at DESC, id DESC LIMIT :limit""")
                .bind("person", query.person().orElse(""))
                .bind("target", query.target().orElse(""))
                .bind("since", query.since().map(ShadowSql::micros).orElse(Long.MIN_VALUE))
                .bind("limit", query.limit())
                .map((row, context) -> session(row))
                .list());
    }

    /** Who looked at the recording of this session, the newest first. */
    public List<Reading> readings(long session, int limit) {
        return readers.withHandle(handle -> handle.createQuery("""
                        SELECT session, person, how, at FROM recording_read
                        WHERE session = :session ORDER BY seq DESC LIMIT :limit""")
                .bind("session", session)
                .bind("limit", limit)
                .map((row, context) -> new Reading(
                        row.getLong("session"), row.getString("person"), row.getString("how"), time(row, "at")))
                .list());
    }

    /**
     * What is made of each event since a time, the oldest first. Events of which nothing is made are not kept.
     *
     * @throws LedgerUnavailableException when an entry cannot be read
     */
    public <T> List<T> since(Instant time, Function<AccessEvent, Optional<T>> made) {
        List<T> all = new ArrayList<>();
        readers.useHandle(handle -> new LedgerTables(handle).forEachPageFromTheEnd(page -> {
            boolean anyAsNew = false;
            for (LedgerTables.LeafRow leaf : page) {
                AccessEvent event = decoded(leaf);
                if (!event.at().isBefore(time)) {
                    anyAsNew = true;
                    made.apply(event).ifPresent(all::add);
                }
            }
            return anyAsNew;
        }));
        return all.reversed();
    }

    private static AccessEvent decoded(LedgerTables.LeafRow leaf) {
        try {
            return EventCodec.decode(leaf.seq(), leaf.content());
        } catch (MalformedLeafException e) {
            throw new LedgerUnavailableException("entry " + leaf.seq() + " of the ledger cannot be read", e);
        }
    }

    /** The text of a policy that was once accepted. */
    public Optional<String> policyText(String digest) {
        return readers.withHandle(handle -> new LedgerTables(handle).policy(digest));
    }

    /** The newest signed head: a signed note with a checkpoint, for auditors. */
    public Optional<String> newestHead() {
        return readers.withHandle(
                handle -> new LedgerTables(handle).newestHead().map(LedgerTables.HeadRow::note));
    }

    private static SessionFacts session(ResultSet row) throws SQLException {
        return new SessionFacts(
                row.getLong("id"),
                row.getLong("grant_id"),
                row.getString("person"),
                row.getString("target"),
                row.getString("login"),
                row.getString("source"),
                SessionForm.of(row.getString("form")).orElseThrow(),
                Optional.ofNullable(row.getString("bastion")),
                time(row, "opened_at"),
                state(row));
    }

    private static SessionState state(ResultSet row) throws SQLException {
        return switch (row.getString("state")) {
            case "open" -> new SessionState.Open();
            case "broken" -> new SessionState.Broken(row.getString("cause"), time(row, "ended_at"));
            default ->
                new SessionState.Ended(
                        row.getString("cause"),
                        row.getString("seal"),
                        row.getLong("unrecorded_bytes"),
                        row.getInt("withheld_lines"),
                        ShadowSql.counts(row.getString("masked")),
                        row.getInt("late") == 1,
                        time(row, "ended_at"));
        };
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
    }
}
