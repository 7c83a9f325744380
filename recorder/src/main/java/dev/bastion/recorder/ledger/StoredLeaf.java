package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * A leaf as a store gives it back, to be judged by {@link LedgerVerifier}.
 *
 * @param index where the store says it stands, from 0
 * @param actual the hash of the bytes that the store gave
 * @param kept the hash that the store keeps beside them
 * @param claimed the index that the bytes say of themselves, where their format says one
 */
public record StoredLeaf(long index, TreeHash actual, TreeHash kept, OptionalLong claimed) {

    public StoredLeaf {
        requireNonNull(actual, "actual is null");
        requireNonNull(kept, "kept is null");
        requireNonNull(claimed, "claimed is null");
    }
}
