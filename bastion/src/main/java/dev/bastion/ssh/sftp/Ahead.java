package dev.bastion.ssh.sftp;

import java.util.concurrent.atomic.AtomicInteger;

/** The memory that one channel may use for content that arrived ahead of its turn. Safe for concurrent use. */
final class Ahead {

    /** What a piece costs besides its bytes, so that many small ones are no way around the limit. */
    private static final int PIECE = 128;

    private final AtomicInteger used = new AtomicInteger();

    /** Whether there is room for so many bytes; it is then taken. */
    boolean take(int bytes) {
        if (used.addAndGet(bytes + PIECE) <= Wire.MAX_AHEAD) {
            return true;
        }
        give(bytes);
        return false;
    }

    void give(int bytes) {
        used.addAndGet(-(bytes + PIECE));
    }
}
