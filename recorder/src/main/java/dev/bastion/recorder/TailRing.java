package dev.bastion.recorder;

import java.util.Arrays;

/** The last mebibyte of bytes that are not kept otherwise (THREATS.md T15). Grows as it fills; for one thread. */
final class TailRing {

    static final int MOST = 1 << 20;

    private byte[] ring = new byte[64 << 10];
    private long total;

    void add(byte[] bytes, int offset, int length) {
        int from = offset;
        int count = length;
        if (count > MOST) {
            from += count - MOST;
            total += count - MOST;
            count = MOST;
        }
        while (ring.length < MOST && total + count > ring.length) {
            // Nothing has gone round yet while the ring can still grow.
            ring = Arrays.copyOf(ring, Math.min(MOST, ring.length * 2));
        }
        int at = (int) (total % ring.length);
        int first = Math.min(count, ring.length - at);
        System.arraycopy(bytes, from, ring, at, first);
        System.arraycopy(bytes, from + first, ring, 0, count - first);
        total += count;
    }

    /** What is there, oldest first. */
    byte[] content() {
        if (total <= ring.length) {
            return Arrays.copyOf(ring, (int) total);
        }
        int at = (int) (total % ring.length);
        byte[] content = new byte[ring.length];
        System.arraycopy(ring, at, content, 0, ring.length - at);
        System.arraycopy(ring, 0, content, ring.length - at, at);
        return content;
    }
}
