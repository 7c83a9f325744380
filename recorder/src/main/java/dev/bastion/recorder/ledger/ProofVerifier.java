package dev.bastion.recorder.ledger;

import java.util.List;

/**
 * Checks the proofs of RFC 6962 (the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2). A proof comes from
 * whoever keeps the log, so that anything malformed is an answer, false, and never an exception.
 */
public final class ProofVerifier {

    private ProofVerifier() {}

    /** Whether the leaf has this index in the tree with this size and root. */
    public static boolean included(long index, TreeHash leaf, long size, TreeHash root, List<TreeHash> path) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        var hash = leaf;
        for (var beside : path) {
            if (last == 0) {
                return false;
            }
            if (odd(node) || node == last) {
                hash = TreeHash.ofNode(beside, hash);
                // At the ragged right edge a node without a sibling moves up as it is.
                int up = odd(node) ? 0 : Long.numberOfTrailingZeros(node);
                node >>= up;
                last >>= up;
            } else {
                hash = TreeHash.ofNode(hash, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether the tree with the older size and root is the beginning of the newer one. */
    public static boolean consistent(
            long older, TreeHash olderRoot, long newer, TreeHash newerRoot, List<TreeHash> proof) {
        if (older < 0 || older > newer) {
            return false;
        }
        if (older == newer) {
            return proof.isEmpty() && olderRoot.equals(newerRoot);
        }
        if (older == 0) {
            return proof.isEmpty() && olderRoot.equals(TreeHash.EMPTY);
        }
        return grown(older, olderRoot, newer, newerRoot, proof);
    }

    private static boolean grown(long older, TreeHash olderRoot, long newer, TreeHash newerRoot, List<TreeHash> proof) {
        int complete = Long.numberOfTrailingZeros(older);
        long node = (older - 1) >> complete;
        long last = (newer - 1) >> complete;
        // A power of two is one complete subtree: its root is what the proof starts from.
        boolean startsWithRoot = Long.bitCount(older) == 1;
        if (!startsWithRoot && proof.isEmpty()) {
            return false;
        }
        var oldHash = startsWithRoot ? olderRoot : proof.getFirst();
        var newHash = oldHash;
        for (var beside : startsWithRoot ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if (odd(node) || node == last) {
                oldHash = TreeHash.ofNode(beside, oldHash);
                newHash = TreeHash.ofNode(beside, newHash);
                int up = odd(node) ? 0 : Long.numberOfTrailingZeros(node);
                node >>= up;
                last >>= up;
            } else {
                newHash = TreeHash.ofNode(newHash, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && oldHash.equals(olderRoot) && newHash.equals(newerRoot);
    }

    private static boolean odd(long number) {
        return (number & 1) == 1;
    }
}
