package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessFold;
import dev.bastion.recorder.ledger.Checkpoint;
import dev.bastion.recorder.ledger.MerkleTree;
import dev.bastion.recorder.ledger.NoteSigner;
import dev.bastion.store.LedgerTables.HeadRow;
import dev.bastion.store.LedgerTables.PlaceTakenException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Writes commits: leaves, tables and signed head in one transaction, then the head's copy. Holds the state that the
 * committed leaves come to, and brings it up to date when another bastion has committed.
 *
 * <p>Everything in this class runs on the writer's thread; the state may be read from any.
 */
final class LedgerWriter {

    private final Database database;
    private final NoteSigner treeHead;
    private final Optional<HeadCopy> headCopy;
    private final AccessFold state;
    private MerkleTree tree;
    private Optional<HeadRow> newest;
    private Optional<Handle> connection = Optional.empty();
    private boolean copyBehind;

    LedgerWriter(
            Database database,
            NoteSigner treeHead,
            Optional<HeadCopy> headCopy,
            AccessFold state,
            MerkleTree tree,
            Optional<HeadRow> newest) {
        this.database = requireNonNull(database, "database is null");
        this.treeHead = requireNonNull(treeHead, "treeHead is null");
        this.headCopy = requireNonNull(headCopy, "headCopy is null");
        this.state = requireNonNull(state, "state is null");
        this.tree = requireNonNull(tree, "tree is null");
        this.newest = requireNonNull(newest, "newest is null");
        // Whatever lies there may be older: a crash between commit and copy leaves it so.
        this.copyBehind = newest.isPresent();
    }

    AccessFold state() {
        return state;
    }

    long size() {
        return tree.size();
    }

    /** The ledger was changed by somebody who does not have the key: nothing of it can be believed any more. */
    static final class TamperedException extends RuntimeException {
        TamperedException(String sentence) {
            super(sentence);
        }
    }

    /**
     * Writes a draft, durably.
     *
     * @throws PlaceTakenException when another bastion was quicker: catch up and decide again
     */
    void write(Draft draft) {
        var leaves = draft.leaves();
        var grown = leaves.appendTo(tree);
        var head = new HeadRow(
                grown.size(),
                treeHead.sign(Checkpoint.of(treeHead.verifier().name(), grown).text())
                        .encoded());
        connected().useTransaction(transaction -> {
            var tables = new LedgerTables(transaction);
            tables.append(leaves.first(), leaves.contents(), database);
            draft.policies().forEach(policy -> tables.keepPolicy(policy.digest(), policy.text()));
            project(leaves, transaction);
            tables.appendHead(head);
        });
        adopt(leaves.events(), grown, head);
    }

    /** Puts the copy of the newest head in place, if it is not there yet: only then is a commit acknowledged. */
    void publish() throws IOException {
        if (copyBehind && headCopy.isPresent() && newest.isPresent()) {
            headCopy.get().write(newest.get().note());
        }
        copyBehind = false;
    }

    /**
     * Reads what other bastions have committed since.
     *
     * @return their events, which are part of the state now
     * @throws TamperedException when what was added is not what the key signed
     */
    List<AccessEvent> catchUp() {
        var tables = new LedgerTables(connected());
        var head = tables.newestHead();
        long size = head.map(HeadRow::size).orElse(0L);
        if (size < tree.size()) {
            throw new TamperedException("entries of the ledger are gone: it had " + tree.size() + " and has " + size);
        }
        if (size == tree.size()) {
            return List.of();
        }
        var others = new OthersLeaves(tree, state, head.orElseThrow(), treeHead.verifier());
        tables.forEachLeaf(tree.size(), others::take);
        var events = others.events();
        adopt(events, others.tree(), head.get());
        return events;
    }

    /** Whether the database takes anything. */
    void probe(long micros) {
        new LedgerTables(connected()).probe(micros);
    }

    /** Gives the connection up: what it was doing may or may not have come to pass. */
    void disconnect() {
        var handle = connection;
        connection = Optional.empty();
        handle.ifPresent(LedgerWriter::close);
    }

    private static void close(Handle handle) {
        try {
            handle.close();
        } catch (JdbiException e) {
            // It is given up because it is broken; that it cannot even be closed says nothing new.
            StoreLog.LOG.debug("closing a broken connection failed", e);
        }
    }

    private Handle connected() {
        if (connection.isEmpty()) {
            connection = Optional.of(database.openWriter());
        }
        return connection.get();
    }

    private static void project(Leaves leaves, Handle transaction) {
        var shadow = new ShadowTables(transaction, "");
        long seq = leaves.first();
        for (var event : leaves.events()) {
            shadow.apply(seq++, event);
        }
    }

    private void adopt(List<AccessEvent> events, MerkleTree grown, HeadRow head) {
        events.forEach(state::apply);
        tree = grown;
        newest = Optional.of(head);
        copyBehind = true;
    }
}
