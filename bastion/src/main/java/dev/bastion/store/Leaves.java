package dev.bastion.store;

import dev.bastion.policy.AccessEvent;
import dev.bastion.recorder.ledger.MerkleTree;
import dev.bastion.recorder.ledger.TreeHash;
import java.util.ArrayList;
import java.util.List;

/** Events and their leaves, from one place of the ledger on. For one thread. */
final class Leaves {

    private final long first;
    private final List<AccessEvent> events = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    Leaves(long first) {
        this.first = first;
    }

    /** The next event; refused when it is no entry of the ledger. */
    void add(AccessEvent event) {
        contents.add(EventCodec.encode(first + events.size(), event));
        events.add(event);
    }

    void addAll(Leaves others) {
        events.addAll(others.events);
        contents.addAll(others.contents);
    }

    long first() {
        return first;
    }

    /** The place behind the last. */
    long next() {
        return first + events.size();
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    List<AccessEvent> events() {
        return List.copyOf(events);
    }

    List<byte[]> contents() {
        return List.copyOf(contents);
    }

    /** The tree with these behind it. */
    MerkleTree appendTo(MerkleTree tree) {
        var grown = tree;
        for (var content : contents) {
            grown = grown.append(TreeHash.ofLeaf(content));
        }
        return grown;
    }
}
