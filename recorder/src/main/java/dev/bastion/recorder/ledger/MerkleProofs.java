package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Makes the proofs of RFC 6962 section 2.1 from the hashes of the leaves: that a leaf is in a tree, and that a tree is
 * the beginning of a larger one. {@link ProofVerifier} checks them, as does any other program for such logs.
 *
 * <p>A proof reads each leaf hash of the tree once. As safe for use by many threads as the source of hashes is.
 */
public final class MerkleProofs {

    private final LongFunction<TreeHash> leaves;

    /**
     * Proofs over these leaves.
     *
     * @param leaves the hash of the leaf with an index, from 0
     */
    public MerkleProofs(LongFunction<TreeHash> leaves) {
        this.leaves = requireNonNull(leaves, "leaves is null");
    }

    /** The root of the first {@code size} leaves. */
    public TreeHash root(long size) {
        checkSize(size);
        return size == 0 ? TreeHash.EMPTY : subtree(0, size);
    }

    /** That the leaf with this index is among the first {@code size}: the hashes beside its way up, lowest first. */
    public List<TreeHash> inclusion(long index, long size) {
        checkSize(size);
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not in a tree of " + size);
        }
        var path = new ArrayList<TreeHash>();
        inclusion(index, 0, size, path);
        return List.copyOf(path);
    }

    /** That the first {@code older} leaves are the beginning of the first {@code newer}. */
    public List<TreeHash> consistency(long older, long newer) {
        checkSize(older);
        if (older > newer) {
            throw new IllegalArgumentException("a tree of " + newer + " does not begin with " + older + " leaves");
        }
        var proof = new ArrayList<TreeHash>();
        if (older > 0 && older < newer) {
            consistency(older, 0, newer, true, proof);
        }
        return List.copyOf(proof);
    }

    private void inclusion(long index, long start, long end, List<TreeHash> path) {
        if (end - start == 1) {
            return;
        }
        long middle = start + split(end - start);
        if (index < middle) {
            inclusion(index, start, middle, path);
            path.add(subtree(middle, end));
        } else {
            inclusion(index, middle, end, path);
            path.add(subtree(start, middle));
        }
    }

    /** SUBPROOF of the RFC; {@code whole} says that the older tree's own root is this subtree, hence known already. */
    private void consistency(long older, long start, long end, boolean whole, List<TreeHash> proof) {
        if (older == end) {
            if (!whole) {
                proof.add(subtree(start, end));
            }
            return;
        }
        long middle = start + split(end - start);
        if (older <= middle) {
            consistency(older, start, middle, whole, proof);
            proof.add(subtree(middle, end));
        } else {
            consistency(older, middle, end, false, proof);
            proof.add(subtree(start, middle));
        }
    }

    private TreeHash subtree(long start, long end) {
        if (end - start == 1) {
            return leaves.apply(start);
        }
        long middle = start + split(end - start);
        return TreeHash.ofNode(subtree(start, middle), subtree(middle, end));
    }

    /** The largest power of two below a size of at least 2. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private static void checkSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree cannot have " + size + " leaves");
        }
    }
}
