package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An append-only RFC 6962 tree, of which only the frontier is kept: the roots of the complete subtrees, largest
 * first, one for each bit that is set in the size. That is all it takes to append and to know the root, however many
 * leaves there are.
 *
 * <p>Immutable: appending gives another tree, so that leaves whose commit failed are forgotten with the tree that
 * held them.
 *
 * @param size how many leaves it has
 * @param peaks the roots of its complete subtrees, largest first
 */
public record MerkleTree(long size, List<TreeHash> peaks) {

    private static final MerkleTree EMPTY = new MerkleTree(0, List.of());

    public MerkleTree {
        peaks = List.copyOf(peaks);
        if (size < 0 || Long.bitCount(size) != peaks.size()) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " leaves does not have " + peaks.size() + " peaks");
        }
    }

    /** The tree without leaves. */
    public static MerkleTree empty() {
        return EMPTY;
    }

    /** This tree and one leaf more, whose hash is given. */
    public MerkleTree append(TreeHash leaf) {
        var node = requireNonNull(leaf, "leaf is null");
        int kept = peaks.size();
        // The ones at the low end of the size are subtrees that the new leaf completes, like the carry of an addition.
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            node = TreeHash.ofNode(peaks.get(--kept), node);
        }
        var grown = new TreeHash[kept + 1];
        for (int i = 0; i < kept; i++) {
            grown[i] = peaks.get(i);
        }
        grown[kept] = node;
        return new MerkleTree(size + 1, List.of(grown));
    }

    /** The hash over all leaves, in their order. */
    public TreeHash root() {
        if (peaks.isEmpty()) {
            return TreeHash.EMPTY;
        }
        var root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = TreeHash.ofNode(peaks.get(i), root);
        }
        return root;
    }
}
