package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.ledger.TreeHash;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The tables of leaves, heads and policy texts, over one connection. For one thread. */
final class LedgerTables {

    private static final int PAGE = 1000;

    private final Handle handle;

    LedgerTables(Handle handle) {
        this.handle = requireNonNull(handle, "handle is null");
    }

    /** A leaf as its row says. The content is shared, not copied. */
    static final class LeafRow {
        private final long seq;
        private final byte[] content;
        private final byte[] hash;

        LeafRow(long seq, byte[] content, byte[] hash) {
            this.seq = seq;
            this.content = content;
            this.hash = hash;
        }

        long seq() {
            return seq;
        }

        byte[] content() {
            return content;
        }

        byte[] hash() {
            return hash;
        }
    }

    /** A signed head as its row says. */
    record HeadRow(long size, String note) {}

    /** What is done with each leaf; may find it unbearable. */
    interface LeafConsumer<X extends Exception> {
        void accept(LeafRow leaf) throws X;
    }

    /** The place that we wanted has been taken by another bastion, or by nobody that we know. */
    static final class PlaceTakenException extends RuntimeException {
        PlaceTakenException(Throwable cause) {
            super("the next place in the ledger is taken", cause);
        }
    }

    /**
     * Appends leaves from this place on.
     *
     * @throws PlaceTakenException when somebody else was quicker
     */
    void append(long first, List<byte[]> contents, Database database) {
        var batch = handle.prepareBatch("INSERT INTO ledger_leaf (seq, content, hash) VALUES (?, ?, ?)");
        for (int i = 0; i < contents.size(); i++) {
            var content = contents.get(i);
            batch.add(first + i, content, TreeHash.ofLeaf(content).bytes());
        }
        try {
            batch.execute();
        } catch (JdbiException e) {
            throw database.isConflict(e) ? new PlaceTakenException(e) : e;
        }
    }

    void appendHead(HeadRow head) {
        handle.execute("INSERT INTO tree_head (size, note) VALUES (?, ?)", head.size(), head.note());
    }

    void keepPolicy(String digest, String text) {
        handle.execute(
                "INSERT INTO policy_text (digest, text) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING", digest, text);
    }

    Optional<String> policy(String digest) {
        return handle.createQuery("SELECT text FROM policy_text WHERE digest = ?")
                .bind(0, digest)
                .mapTo(String.class)
                .findOne();
    }

    Optional<HeadRow> newestHead() {
        return handle.createQuery("SELECT size, note FROM tree_head ORDER BY size DESC LIMIT 1")
                .map((row, context) -> new HeadRow(row.getLong(1), row.getString(2)))
                .findOne();
    }

    /** The heads above a size, the smallest first, a page of them. */
    List<HeadRow> headsAbove(long size) {
        return handle.createQuery("SELECT size, note FROM tree_head WHERE size > ? ORDER BY size LIMIT " + PAGE)
                .bind(0, size)
                .map((row, context) -> new HeadRow(row.getLong(1), row.getString(2)))
                .list();
    }

    /** All leaves from a place on, in order, never more than a page of them in memory. */
    <X extends Exception> void forEachLeaf(long from, LeafConsumer<X> consumer) throws X {
        long next = from;
        while (true) {
            var page = leaves(next);
            for (var leaf : page) {
                consumer.accept(leaf);
            }
            if (page.size() < PAGE) {
                return;
            }
            next = page.getLast().seq() + 1;
        }
    }

    /** Pages of leaves from the newest to the oldest, as long as more are wanted. */
    void forEachPageFromTheEnd(Predicate<List<LeafRow>> more) {
        long before = Long.MAX_VALUE;
        while (true) {
            var page = handle.createQuery(
                            "SELECT seq, content, hash FROM ledger_leaf WHERE seq < ? ORDER BY seq DESC LIMIT " + PAGE)
                    .bind(0, before)
                    .map((row, context) -> new LeafRow(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                    .list();
            if (page.isEmpty() || !more.test(page)) {
                return;
            }
            before = page.getLast().seq();
        }
    }

    /** Writes something of no meaning, to learn whether the database takes anything. */
    void probe(long micros) {
        handle.useTransaction(transaction -> {
            transaction.execute("DELETE FROM write_probe");
            transaction.execute("INSERT INTO write_probe (at) VALUES (?)", micros);
        });
    }

    private List<LeafRow> leaves(long from) {
        return handle.createQuery(
                        "SELECT seq, content, hash FROM ledger_leaf WHERE seq >= ? ORDER BY seq LIMIT " + PAGE)
                .bind(0, from)
                .map((row, context) -> new LeafRow(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                .list();
    }
}
