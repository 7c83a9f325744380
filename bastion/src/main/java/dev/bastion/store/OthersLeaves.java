package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessFold;
import dev.bastion.recorder.ledger.Checkpoint;
import dev.bastion.recorder.ledger.MalformedNoteException;
import dev.bastion.recorder.ledger.MerkleTree;
import dev.bastion.recorder.ledger.NoteVerifier;
import dev.bastion.recorder.ledger.SignedNote;
import dev.bastion.recorder.ledger.TreeHash;
import dev.bastion.store.LedgerTables.HeadRow;
import dev.bastion.store.LedgerTables.LeafRow;
import dev.bastion.store.LedgerWriter.TamperedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The leaves that another bastion appended to a ledger that we know the beginning of. They count only if the key signed
 * the head that covers them, and if they can follow on what is there. For one thread, once.
 */
final class OthersLeaves {

    private final AccessFold trial;
    private final HeadRow head;
    private final NoteVerifier key;
    private final List<AccessEvent> events = new ArrayList<>();
    private MerkleTree tree;

    OthersLeaves(MerkleTree tree, AccessFold state, HeadRow head, NoteVerifier key) {
        this.tree = requireNonNull(tree, "tree is null");
        this.trial = state.overlay();
        this.head = requireNonNull(head, "head is null");
        this.key = requireNonNull(key, "key is null");
    }

    /** The next leaf. Those behind the head are of a commit that came after it was read, and wait for the next look. */
    void take(LeafRow leaf) {
        if (leaf.seq() >= head.size()) {
            return;
        }
        if (leaf.seq() != tree.size()) {
            throw new TamperedException("entry " + tree.size() + " of the ledger is missing");
        }
        tree = tree.append(TreeHash.ofLeaf(leaf.content()));
        try {
            var event = EventCodec.decode(leaf.seq(), leaf.content());
            trial.apply(event);
            events.add(event);
        } catch (MalformedLeafException | IllegalStateException e) {
            throw new TamperedException("entry " + leaf.seq() + " of the ledger cannot be: " + e.getMessage());
        }
    }

    /** Their events, now that all are there and are the signed ones. */
    List<AccessEvent> events() {
        try {
            var note = SignedNote.parse(head.note());
            var checkpoint = Checkpoint.parse(note.text());
            boolean same = checkpoint.equals(Checkpoint.of(key.name(), tree));
            if (!key.signed(note) || !same) {
                throw new TamperedException(
                        "the head of size " + head.size() + " is not that of the entries, or not signed");
            }
        } catch (MalformedNoteException e) {
            throw new TamperedException("the head of size " + head.size() + " is none: " + e.getMessage());
        }
        return List.copyOf(events);
    }

    MerkleTree tree() {
        return tree;
    }
}
