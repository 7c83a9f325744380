package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferRecording.Digest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Feeds a file's bytes to a digest in the order in which they stand in the file, as far as they arrive nearly so. Used by
 * the one thread that carries this direction of the file, and then by the one that ends it.
 */
final class OrderedDigest {

    private final Supplier<Digest> digests;
    private final Ahead ahead;
    private final TreeMap<Long, byte[]> waiting = new TreeMap<>();
    private Optional<Digest> digest = Optional.empty();
    private Optional<String> missing = Optional.empty();
    private long next;

    OrderedDigest(Supplier<Digest> digests, Ahead ahead) {
        this.digests = digests;
        this.ahead = ahead;
    }

    /** How many bytes from the first one on have been digested. */
    long length() {
        return next;
    }

    void accept(long offset, byte[] bytes, int at, int count) {
        if (missing.isPresent() || count == 0) {
            return;
        }
        if (offset == next) {
            feed(bytes, at, count);
            feedWhatWaited();
        } else if (offset < next || overlaps(offset, count)) {
            giveUp("overlap");
        } else if (ahead.take(count)) {
            waiting.put(offset, Arrays.copyOfRange(bytes, at, at + count));
        } else {
            giveUp("non-sequential");
        }
    }

    /** There will be no digest; the first reason stands. */
    void giveUp(String reason) {
        if (missing.isPresent()) {
            return;
        }
        missing = Optional.of(reason);
        waiting.values().forEach(piece -> ahead.give(piece.length));
        waiting.clear();
        digest.ifPresent(Digest::abandon);
        digest = Optional.empty();
    }

    /** Why there is no digest, if there is none. */
    Optional<String> missing() {
        return missing;
    }

    /** The digest of all that passed, if it can be told. */
    CompletionStage<Optional<String>> finish() {
        if (!waiting.isEmpty()) {
            giveUp("gap");
        }
        if (missing.isPresent()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return digest.orElseGet(digests).finish();
    }

    private void feed(byte[] bytes, int at, int count) {
        if (digest.isEmpty()) {
            digest = Optional.of(digests.get());
        }
        digest.get().update(bytes, at, count);
        next += count;
    }

    private void feedWhatWaited() {
        while (!waiting.isEmpty()) {
            Map.Entry<Long, byte[]> first = waiting.firstEntry();
            if (first.getKey() > next) {
                return;
            }
            if (first.getKey() < next) {
                giveUp("overlap");
                return;
            }
            waiting.pollFirstEntry();
            ahead.give(first.getValue().length);
            feed(first.getValue(), 0, first.getValue().length);
        }
    }

    private boolean overlaps(long offset, int count) {
        Map.Entry<Long, byte[]> before = waiting.floorEntry(offset);
        Long after = waiting.ceilingKey(offset);
        return (before != null && before.getKey() + before.getValue().length > offset)
                || (after != null && after < offset + count);
    }
}
