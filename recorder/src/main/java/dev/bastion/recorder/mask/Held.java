package dev.bastion.recorder.mask;

import java.util.Arrays;

/**
 * The bytes of a stream that have come and not gone on, with where their characters begin, so that characters can still be
 * masked. Offsets are those of the whole stream. For one thread.
 */
final class Held {

    /** A larger array is given back as soon as it is empty: idle sessions are many. */
    private static final int WORTH_KEEPING = 4 << 10;

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;

    /** At the first byte of a character how many it has; 0 elsewhere. */
    private byte[] characters = NOTHING;

    private int count;
    private long base;

    /** Appends; gives the place of the first in {@link #bytes}. */
    int append(byte[] more, int offset, int length) {
        if (count + length > bytes.length) {
            int larger = Math.max(count + length, Math.min(2 * bytes.length, WORTH_KEEPING));
            bytes = Arrays.copyOf(bytes, larger);
            characters = Arrays.copyOf(characters, larger);
        }
        int at = count;
        System.arraycopy(more, offset, bytes, at, length);
        Arrays.fill(characters, at, at + length, (byte) 0);
        count += length;
        return at;
    }

    byte[] bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    /** Offset of the first byte that is held. */
    long base() {
        return base;
    }

    /** Offset behind the last byte. */
    long end() {
        return base + count;
    }

    /** A character of so many bytes begins there. */
    void character(long at, int length) {
        if (at >= base) {
            characters[(int) (at - base)] = (byte) length;
        }
    }

    /** Masks the characters that begin in that part and are still held; answers whether there are any. */
    boolean mask(long from, long to) {
        boolean any = false;
        int last = (int) (Math.min(to, end()) - base);
        for (int i = (int) Math.max(0, from - base); i < last; i++) {
            if (characters[i] > 0) {
                Stars.over(bytes, i, characters[i]);
                any = true;
            }
        }
        return any;
    }

    /** Lets go what stands before that offset. */
    void release(long before, MaskedStream.Out out) {
        int gone = (int) Math.max(0, Math.min(before - base, count));
        if (gone == 0) {
            return;
        }
        base += gone;
        count -= gone;
        byte[] whole = bytes;
        if (count == 0 && whole.length > WORTH_KEEPING) {
            bytes = NOTHING;
            characters = NOTHING;
        }
        out.write(whole, 0, gone);
        if (count > 0) {
            System.arraycopy(whole, gone, bytes, 0, count);
            System.arraycopy(characters, gone, characters, 0, count);
        }
    }
}
