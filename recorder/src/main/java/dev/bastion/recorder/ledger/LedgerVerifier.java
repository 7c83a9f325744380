package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks through a ledger from its first leaf to its newest head, and says what was changed, removed, moved, inserted
 * or forged. Give it what the store has in order of size: {@link #leaf} for each leaf, and {@link #head} for each
 * stored head once the leaves that it covers were given; then {@link #finish}.
 *
 * <p>The tree is built from the hashes stored beside the leaves: while a signed head confirms them, a leaf that does
 * not have its hash is itself the changed one. Where whoever changed a leaf recomputed its hash as well, the first
 * head that no longer fits tells between which two commits. What lies behind that head can then only be judged leaf
 * by leaf.
 *
 * <p>Memory does not grow with the ledger. For one thread, once.
 */
public final class LedgerVerifier {

    private static final int MOST_FINDINGS = 100;

    private final String origin;
    private final NoteVerifier key;
    private final List<Finding> findings = new ArrayList<>();
    private long more;

    private MerkleTree tree = MerkleTree.empty();
    private long next;
    private long confirmed;
    private long newestHead;
    private boolean suspectSinceConfirmed;
    private boolean rootsSayNothing;

    /**
     * Judges a ledger by the heads that this key signed for this origin.
     */
    public LedgerVerifier(String origin, NoteVerifier key) {
        this.origin = requireNonNull(origin, "origin is null");
        this.key = requireNonNull(key, "key is null");
    }

    /** The next leaf; their indexes must ascend. */
    public void leaf(StoredLeaf leaf) {
        if (leaf.index() < next) {
            throw new IllegalArgumentException("leaf " + leaf.index() + " comes after leaf " + (next - 1));
        }
        if (leaf.index() > next) {
            missing(leaf.index());
        }
        if (!leaf.actual().equals(leaf.kept())) {
            suspect(new Finding.Changed(leaf.index(), leaf.index()));
        }
        if (leaf.claimed().isPresent() && leaf.claimed().getAsLong() != leaf.index()) {
            suspect(new Finding.Misplaced(leaf.index(), leaf.claimed().getAsLong()));
        }
        tree = rootsSayNothing ? tree : tree.append(leaf.kept());
        next = leaf.index() + 1;
    }

    /** The head that the store keeps for this size; the leaves below it were given before. */
    public void head(long size, String note) {
        newestHead = Math.max(newestHead, size);
        if (size > next) {
            missing(size);
        }
        try {
            var signed = SignedNote.parse(note);
            if (key.signed(signed)) {
                compare(size, Checkpoint.parse(signed.text()));
            } else {
                found(new Finding.HeadForged(size, "the tree-head key did not sign it"));
            }
        } catch (MalformedNoteException e) {
            found(new Finding.HeadForged(size, e.getMessage()));
        }
    }

    /** A finding of the store's own, about what the leaves say or about a table that is made from them. */
    public void finding(Finding finding) {
        found(requireNonNull(finding, "finding is null"));
    }

    /** Whether nothing was found up to here, heads and all. */
    public boolean soundSoFar() {
        return findings.isEmpty() && next <= newestHead;
    }

    /** What it all comes to. */
    public Verification finish() {
        if (next > newestHead) {
            found(new Finding.Inserted(newestHead, next - 1));
        }
        return findings.isEmpty()
                ? new Verification.Sound(tree.size(), tree.root())
                : new Verification.Damaged(findings, more);
    }

    private void compare(long size, Checkpoint checkpoint) {
        if (!checkpoint.origin().equals(origin) || checkpoint.size() != size) {
            found(new Finding.HeadForged(
                    size, "it is the head of '" + checkpoint.origin() + "' with size " + checkpoint.size()));
            return;
        }
        if (rootsSayNothing) {
            return;
        }
        if (checkpoint.root().equals(tree.root())) {
            confirmed = size;
            suspectSinceConfirmed = false;
            return;
        }
        rootsSayNothing = true;
        // A leaf named already explains why the root differs.
        if (!suspectSinceConfirmed && size > confirmed) {
            found(new Finding.Changed(confirmed, size - 1));
        } else if (!suspectSinceConfirmed) {
            found(new Finding.HeadForged(size, "its root is not that of the entries"));
        }
    }

    private void missing(long upTo) {
        suspect(new Finding.Missing(next, upTo - 1));
        rootsSayNothing = true;
        next = upTo;
    }

    private void suspect(Finding finding) {
        suspectSinceConfirmed = true;
        found(finding);
    }

    private void found(Finding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        } else {
            more++;
        }
    }
}
