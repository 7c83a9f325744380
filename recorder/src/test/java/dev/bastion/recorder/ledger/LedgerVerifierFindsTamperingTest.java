package dev.bastion.recorder.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerVerifierFindsTamperingTest {

    private static final NoteSigner SIGNER = Keys.signer();

    private final List<StoredLeaf> leaves = new ArrayList<>();
    private final TreeMap<Long, String> heads = new TreeMap<>();

    /** Ten leaves in commits of one, two, three and four. */
    LedgerVerifierFindsTamperingTest() {
        var tree = MerkleTree.empty();
        for (int commit = 1; commit <= 4; commit++) {
            for (int i = 0; i < commit; i++) {
                var leaf = leaf((int) tree.size(), tree.size(), "content");
                leaves.add(leaf);
                tree = tree.append(leaf.kept());
            }
            heads.put(
                    tree.size(),
                    SIGNER.sign(Checkpoint.of(Keys.ORIGIN, tree).text()).encoded());
        }
    }

    @Test
    void findsNothingWhereNothingWasDone() {
        var root = Leaves.tree(leaves.stream().map(StoredLeaf::kept).toList()).root();
        assertEquals(new Verification.Sound(10, root), verify());
    }

    @Test
    void anEmptyLedgerIsSound() {
        leaves.clear();
        heads.clear();
        assertEquals(new Verification.Sound(0, TreeHash.EMPTY), verify());
    }

    @Test
    void findsTheChangedLeaf() {
        var old = leaves.get(4);
        leaves.set(4, new StoredLeaf(4, Leaves.leaf("changed"), old.kept(), old.claimed()));
        assertEquals(List.of(new Finding.Changed(4, 4)), findings());
    }

    @Test
    void findsTheCommitOfAChangedLeafWithRecomputedHash() {
        leaves.set(4, leaf(4, 4, "changed"));
        assertEquals(List.of(new Finding.Changed(3, 5)), findings());
    }

    @Test
    void findsAChangedLeafBehindAnotherOne() {
        leaves.set(0, leaf(0, 0, "changed"));
        var old = leaves.get(8);
        leaves.set(8, new StoredLeaf(8, Leaves.leaf("changed"), old.kept(), old.claimed()));
        assertEquals(List.of(new Finding.Changed(0, 0), new Finding.Changed(8, 8)), findings());
    }

    @Test
    void findsARemovedLeaf() {
        leaves.remove(5);
        assertEquals(List.of(new Finding.Missing(5, 5)), findings());
    }

    @Test
    void findsARemovedTail() {
        leaves.subList(7, 10).clear();
        assertEquals(List.of(new Finding.Missing(7, 9)), findings());
    }

    @Test
    void findsTwoLeavesSwapped() {
        leaves.set(7, leaf(7, 8, "content"));
        leaves.set(8, leaf(8, 7, "content"));
        assertEquals(List.of(new Finding.Misplaced(7, 8), new Finding.Misplaced(8, 7)), findings());
    }

    @Test
    void findsALeafInsertedBehindTheNewestHead() {
        leaves.add(leaf(10, 10, "inserted"));
        assertEquals(List.of(new Finding.Inserted(10, 10)), findings());
    }

    @Test
    void findsALeafInsertedInTheMiddleWhoseFollowersWereRenumbered() {
        leaves.add(2, leaf(2, 2, "inserted"));
        for (int i = 3; i < leaves.size(); i++) {
            leaves.set(i, leaf(i, i, "content"));
        }
        assertEquals(List.of(new Finding.Changed(1, 2), new Finding.Inserted(10, 10)), findings());
    }

    @Test
    void findsAHeadSignedByAnotherKey() {
        var other = new NoteSigner(Keys.ORIGIN, Keys.WITNESS.getPrivate(), Keys.WITNESS.getPublic());
        var tree = Leaves.tree(leaves.stream().map(StoredLeaf::kept).toList());
        heads.put(10L, other.sign(Checkpoint.of(Keys.ORIGIN, tree).text()).encoded());
        assertInstanceOf(Finding.HeadForged.class, findings().getFirst());
    }

    @Test
    void findsAHeadOfAnotherLog() {
        var tree = Leaves.tree(leaves.stream().map(StoredLeaf::kept).toList());
        heads.put(
                10L,
                SIGNER.sign(Checkpoint.of("other.example/audit", tree).text()).encoded());
        assertInstanceOf(Finding.HeadForged.class, findings().getFirst());
    }

    @Test
    void findsAHeadOfAnotherSizePutInPlace() {
        heads.put(10L, heads.get(6L));
        assertInstanceOf(Finding.HeadForged.class, findings().getFirst());
    }

    @Test
    void findsAHeadThatIsNoNote() {
        heads.put(10L, "nonsense");
        assertInstanceOf(Finding.HeadForged.class, findings().getFirst());
    }

    @Test
    void listsAHundredFindingsAndCountsTheRest() {
        leaves.clear();
        heads.clear();
        for (int i = 0; i < 150; i++) {
            leaves.add(new StoredLeaf(i, Leaves.leaf("x"), TreeHash.EMPTY, OptionalLong.empty()));
        }
        var damaged = assertInstanceOf(Verification.Damaged.class, verify());
        assertEquals(100, damaged.findings().size());
        assertEquals(51, damaged.more());
        assertTrue(damaged.report().endsWith("and 51 more\n"));
    }

    private static StoredLeaf leaf(int index, long claimed, String content) {
        var hash = Leaves.leaf(content + " " + claimed);
        return new StoredLeaf(index, hash, hash, OptionalLong.of(claimed));
    }

    private List<Finding> findings() {
        return assertInstanceOf(Verification.Damaged.class, verify()).findings();
    }

    private Verification verify() {
        var verifier = new LedgerVerifier(Keys.ORIGIN, SIGNER.verifier());
        var waiting = new TreeMap<>(heads);
        for (var leaf : leaves) {
            while (!waiting.isEmpty() && waiting.firstKey() <= leaf.index()) {
                var head = waiting.pollFirstEntry();
                verifier.head(head.getKey(), head.getValue());
            }
            verifier.leaf(leaf);
        }
        waiting.forEach(verifier::head);
        return verifier.finish();
    }
}
