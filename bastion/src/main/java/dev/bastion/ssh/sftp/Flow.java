package dev.bastion.ssh.sftp;

import java.util.Optional;

/**
 * One direction of an open file. The digest belongs to the thread that carries the content, the rest to the
 * conversation's lock.
 */
final class Flow {

    private final OrderedDigest digest;
    private final Intervals passed = new Intervals();
    private Optional<String> spoiled = Optional.empty();
    private boolean begun;
    private long bytes;

    Flow(OrderedDigest digest) {
        this.digest = digest;
    }

    /** Content at this place has been asked for or sent, for the first time or again. */
    void begin(long offset) {
        if (!begun && offset > 0) {
            spoil("resumed");
        }
        begun = true;
    }

    /** The content that is digested is not, or may not be, what the file holds; the first reason stands. */
    void spoil(String reason) {
        if (spoiled.isEmpty()) {
            spoiled = Optional.of(reason);
        }
    }

    /** Tells the digest what was found out meanwhile; called by the thread that carries, before it carries more. */
    void settle() {
        spoiled.ifPresent(digest::giveUp);
    }

    /** Digests content on its way. */
    void carry(long offset, byte[] content, int at, int count) {
        digest.accept(offset, content, at, count);
    }

    /** Content has arrived, as far as can be known. */
    void passed(long offset, long count) {
        passed.add(offset, count);
        bytes += count;
    }

    boolean begun() {
        return begun;
    }

    long bytes() {
        return bytes;
    }

    Intervals intervals() {
        return passed;
    }

    OrderedDigest digest() {
        return digest;
    }
}
