package dev.bastion.recorder.ledger;

import static dev.bastion.recorder.ledger.Leaves.leaf;
import static dev.bastion.recorder.ledger.Leaves.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleProofsHoldTest {

    private static final TreeHash A = leaf("a");
    private static final TreeHash B = leaf("b");
    private static final TreeHash C = leaf("c");

    private final MerkleProofs example = proofs(List.of(A, B, C));

    @Test
    void provesInclusionAsInTheWorkedExample() {
        var root2 = tree(List.of(A, B)).root();
        assertEquals(List.of(B, C), example.inclusion(0, 3));
        assertEquals(List.of(A, C), example.inclusion(1, 3));
        assertEquals(List.of(root2), example.inclusion(2, 3));
        assertEquals(List.of(), example.inclusion(0, 1));
    }

    @Test
    void provesConsistencyAsInTheWorkedExample() {
        assertEquals(List.of(B), example.consistency(1, 2));
        assertEquals(List.of(B, C), example.consistency(1, 3));
        assertEquals(List.of(C), example.consistency(2, 3));
        assertEquals(List.of(), example.consistency(0, 3));
        assertEquals(List.of(), example.consistency(3, 3));
    }

    @Test
    void everyLeafOfEveryTreeIsIncludedAndNoOther() {
        var leaves = Leaves.numbered(33);
        var proofs = proofs(leaves);
        for (int size = 1; size <= leaves.size(); size++) {
            var root = tree(leaves.subList(0, size)).root();
            for (int index = 0; index < size; index++) {
                var path = proofs.inclusion(index, size);
                assertTrue(ProofVerifier.included(index, leaves.get(index), size, root, path), index + " of " + size);
                assertFalse(ProofVerifier.included(index, leaf("other"), size, root, path));
                assertSpoiltPathsFail(index, leaves.get(index), size, root, path);
            }
        }
    }

    @Test
    void everyTreeIsTheBeginningOfEveryLargerOne() {
        var leaves = Leaves.numbered(33);
        var proofs = proofs(leaves);
        for (int newer = 0; newer <= leaves.size(); newer++) {
            var newerRoot = tree(leaves.subList(0, newer)).root();
            for (int older = 0; older <= newer; older++) {
                var olderRoot = tree(leaves.subList(0, older)).root();
                var proof = proofs.consistency(older, newer);
                assertTrue(ProofVerifier.consistent(older, olderRoot, newer, newerRoot, proof), older + " in " + newer);
                var longer = new ArrayList<>(proof);
                longer.add(A);
                assertFalse(ProofVerifier.consistent(older, olderRoot, newer, newerRoot, longer));
                assertFalse(ProofVerifier.consistent(older, A, newer, newerRoot, proof));
                assertFalse(newer > 0 && older > 0 && ProofVerifier.consistent(older, olderRoot, newer, A, proof));
            }
        }
    }

    @Test
    void aTreeThatForkedIsNoBeginning() {
        var leaves = Leaves.numbered(12);
        var forked = new ArrayList<>(leaves);
        forked.set(3, leaf("forked"));
        var proof = proofs(forked).consistency(7, 12);
        assertFalse(ProofVerifier.consistent(
                7, tree(leaves.subList(0, 7)).root(), 12, tree(forked).root(), proof));
    }

    @Test
    void aProofOfNonsenseIsFalseAndNoException() {
        assertFalse(ProofVerifier.included(3, A, 3, A, List.of()));
        assertFalse(ProofVerifier.included(-1, A, 3, A, List.of()));
        assertFalse(ProofVerifier.consistent(4, A, 3, A, List.of()));
        assertFalse(ProofVerifier.consistent(3, A, 7, A, List.of()));
        assertFalse(ProofVerifier.consistent(-1, A, 7, A, List.of()));
    }

    @Test
    void refusesToProveWhatIsNotThere() {
        assertThrows(IllegalArgumentException.class, () -> example.inclusion(3, 3));
        assertThrows(IllegalArgumentException.class, () -> example.consistency(4, 3));
    }

    private static void assertSpoiltPathsFail(int index, TreeHash leaf, int size, TreeHash root, List<TreeHash> path) {
        var longer = new ArrayList<>(path);
        longer.add(A);
        assertFalse(ProofVerifier.included(index, leaf, size, root, longer));
        if (!path.isEmpty()) {
            assertFalse(ProofVerifier.included(index, leaf, size, root, path.subList(1, path.size())));
            var changed = new ArrayList<>(path);
            changed.set(0, A);
            assertFalse(ProofVerifier.included(index, leaf, size, root, changed));
        }
    }

    private static MerkleProofs proofs(List<TreeHash> leaves) {
        return new MerkleProofs(index -> leaves.get((int) index));
    }
}
