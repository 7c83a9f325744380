package dev.bastion.recorder;

import java.util.ArrayDeque;

/** Arrays that carry bytes from the threads of the network to the recorder's, used again and again. Safe for concurrent use. */
final class ChunkPool {

    /** Two packets of the size that SSH clients send. */
    static final int CHUNK = 64 << 10;

    private static final int KEPT = 128;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    byte[] take() {
        synchronized (free) {
            byte[] chunk = free.pollLast();
            if (chunk != null) {
                return chunk;
            }
        }
        return new byte[CHUNK];
    }

    void giveBack(byte[] chunk) {
        if (chunk.length != CHUNK) {
            return;
        }
        synchronized (free) {
            if (free.size() < KEPT) {
                free.addLast(chunk);
            }
        }
    }
}
