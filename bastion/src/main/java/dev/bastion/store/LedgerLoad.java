package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessFold;
import dev.bastion.policy.BastionEvent;
import dev.bastion.recorder.ledger.Finding;
import dev.bastion.recorder.ledger.LedgerVerifier;
import dev.bastion.recorder.ledger.MerkleTree;
import dev.bastion.recorder.ledger.NoteVerifier;
import dev.bastion.recorder.ledger.StoredLeaf;
import dev.bastion.recorder.ledger.TreeHash;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.store.LedgerTables.HeadRow;
import dev.bastion.store.LedgerTables.LeafRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Reads a whole ledger once, from its first leaf to its newest head: judges the leaves by the signed heads, builds the
 * state, and holds every table against it. Run it in one transaction, so that all it reads is of one moment. For one
 * thread, once.
 */
final class LedgerLoad {

    private final Handle handle;
    private final LedgerTables tables;
    private final LedgerVerifier verifier;
    private final AccessFold fold = new AccessFold();
    private final Set<String> policies = new HashSet<>();
    private final List<Finding> own = new ArrayList<>();
    private final ArrayDeque<HeadRow> heads = new ArrayDeque<>();
    private final boolean everyHead;
    private final long marked;
    private final LedgerWitness witness;
    private Optional<TreeHash> rootAtMark = Optional.empty();
    private MerkleTree tree = MerkleTree.empty();
    private long lastHead;
    private boolean readable = true;

    /**
     * A load that judges by this key.
     *
     * @param everyHead whether each head's signature is checked and not the newest's alone, which vouches for all leaves;
     *     the older ones then tell between which commits a change lies
     * @param marked a size at which the root is wanted
     * @param witness sees each event
     */
    LedgerLoad(Handle handle, NoteVerifier key, boolean everyHead, long marked, LedgerWitness witness) {
        this.handle = requireNonNull(handle, "handle is null");
        this.tables = new LedgerTables(handle);
        this.verifier = new LedgerVerifier(key.name(), key);
        this.everyHead = everyHead;
        this.marked = marked;
        this.witness = requireNonNull(witness, "witness is null");
    }

    /** What was read: the judgement, what to go on from when that is sound, and the root at the marked size. */
    record Loaded(
            Verification verification,
            AccessFold fold,
            MerkleTree tree,
            Optional<HeadRow> newest,
            Optional<TreeHash> rootAtMark) {}

    /** Reads, and leaves the tables as they are. */
    Loaded read() {
        return read(comparison -> {});
    }

    /** What happens with the tables made again, once the leaves are known to be sound. */
    interface WhenSound {
        void then(ShadowComparison comparison);
    }

    /** Reads, and then lets the tables be replaced. */
    Loaded read(WhenSound whenSound) {
        var newest = tables.newestHead();
        if (!everyHead) {
            newest.ifPresent(heads::add);
        }
        var comparison = new ShadowComparison(handle);
        mark();
        tables.forEachLeaf(0, leaf -> take(leaf, comparison));
        headsUpTo(Long.MAX_VALUE);
        own.forEach(verifier::finding);
        var differences = readable ? comparison.differences() : List.<Finding.TableDiffers>of();
        if (verifier.soundSoFar()) {
            whenSound.then(comparison);
        }
        differences.forEach(verifier::finding);
        missingPolicies().forEach(verifier::finding);
        comparison.drop();
        return new Loaded(verifier.finish(), fold, tree, newest, rootAtMark);
    }

    private void take(LeafRow row, ShadowComparison comparison) {
        headsUpTo(row.seq());
        var actual = TreeHash.ofLeaf(row.content());
        var claimed = EventCodec.claimedSeq(row.content());
        verifier.leaf(new StoredLeaf(row.seq(), actual, keptHash(row, actual), claimed));
        tree = tree.append(actual);
        mark();
        if (readable) {
            fold(row, comparison);
        }
    }

    private void mark() {
        if (tree.size() == marked) {
            rootAtMark = Optional.of(tree.root());
        }
    }

    /** A state is only built as long as every leaf can follow on the one before; the findings say why it ended. */
    private void fold(LeafRow row, ShadowComparison comparison) {
        try {
            AccessEvent event = EventCodec.decode(row.seq(), row.content());
            fold.apply(event);
            comparison.apply(row.seq(), event);
            witness.saw(event, fold);
            if (event instanceof BastionEvent.PolicyAccepted accepted) {
                policies.add(accepted.digest());
            }
        } catch (MalformedLeafException | IllegalStateException e) {
            readable = false;
            own.add(new Finding.Unreadable(row.seq(), String.valueOf(e.getMessage())));
        }
    }

    private void headsUpTo(long size) {
        while (true) {
            if (heads.isEmpty() && everyHead) {
                heads.addAll(tables.headsAbove(lastHead));
            }
            if (heads.isEmpty() || heads.getFirst().size() > size) {
                return;
            }
            var head = heads.removeFirst();
            lastHead = head.size();
            verifier.head(head.size(), head.note());
        }
    }

    private List<Finding> missingPolicies() {
        var findings = new ArrayList<Finding>();
        for (var digest : policies) {
            boolean whole = tables.policy(digest).map(Digests::sha256Hex).equals(Optional.of(digest));
            if (!whole) {
                findings.add(new Finding.TableDiffers("policy_text", digest));
            }
        }
        return findings;
    }

    /** A hash column that is no hash is that of no leaf. */
    private static TreeHash keptHash(LeafRow row, TreeHash actual) {
        boolean isHash = row.hash().length == TreeHash.BYTES;
        return isHash ? TreeHash.of(row.hash()) : TreeHash.ofNode(actual, actual);
    }
}
