package dev.bastion.recorder.asciicast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Raw bytes of a terminal to the inside of a JSON string, a piece at a time: UTF-8 is checked, a character that is split
 * over two pieces waits for its rest, what is no UTF-8 becomes U+FFFD (one for each maximal part, as the Unicode standard
 * recommends), control characters are escaped. One object for one direction of one terminal; for one thread.
 */
public final class JsonText {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** One byte of input makes at most so many of output: a backslash, {@code u} and four digits. */
    private static final int MOST = 6;

    private static final int PIECE = 8 << 10;

    /** For ASCII: 0 as it is, a letter for a short escape, -1 for the long one. */
    private static final byte[] ESCAPES = escapes();

    private final byte[] held = new byte[4];
    private int heldCount;
    private int needed;
    private int lowest;
    private int highest;

    /** Appends what these bytes bring; a character that is not complete stays here. */
    public void append(byte[] bytes, int offset, int length, LineBuffer out) {
        int end = offset + length;
        for (int from = offset; from < end; from += PIECE) {
            int count = Math.min(PIECE, end - from);
            out.room(MOST * (count + 4));
            out.advanceTo(piece(bytes, from, from + count, out.array(), out.size()));
        }
    }

    /** Appends what a character that never became complete leaves: U+FFFD, or nothing. */
    public void flush(LineBuffer out) {
        if (needed > 0) {
            out.room(MOST);
            out.advanceTo(replacement(out.array(), out.size()));
            needed = 0;
        }
    }

    /** Whether a character waits for its rest. */
    public boolean holds() {
        return needed > 0;
    }

    private int piece(byte[] in, int start, int end, byte[] out, int position) {
        int from = start;
        int to = position;
        while (from < end) {
            if (needed > 0) {
                int next = in[from] & 0xff;
                if (next < lowest || next > highest) {
                    // The byte that does not fit begins something of its own and is looked at again.
                    needed = 0;
                    to = replacement(out, to);
                    continue;
                }
                to = continued(next, out, to);
                from++;
                continue;
            }
            while (end - from >= 8) {
                long eight = (long) LONGS.get(in, from);
                if (!plain(eight)) {
                    break;
                }
                LONGS.set(out, to, eight);
                from += 8;
                to += 8;
            }
            // A word with something special in it is walked through, then the wide loop goes on.
            int stop = Math.min(end, from + 8);
            while (from < stop && needed == 0) {
                byte one = in[from++];
                to = one >= 0 ? ascii(one, out, to) : lead(one & 0xff, out, to);
            }
        }
        return to;
    }

    /** Whether each of eight bytes is printable ASCII, neither quote nor backslash. */
    private static boolean plain(long eight) {
        long quotes = eight ^ (ONES * '"');
        long backslashes = eight ^ (ONES * '\\');
        long deletes = eight ^ (ONES * 0x7f);
        long special = (eight - ONES * 0x20) | (quotes - ONES) | (backslashes - ONES) | (deletes - ONES) | eight;
        // A borrow may spread to the byte above and make it look special; that only costs a slow walk.
        return (special & HIGHS) == 0;
    }

    private static int ascii(byte one, byte[] out, int position) {
        byte escape = ESCAPES[one];
        if (escape == 0) {
            out[position] = one;
            return position + 1;
        }
        if (escape > 0) {
            out[position] = '\\';
            out[position + 1] = escape;
            return position + 2;
        }
        return unicode(one, out, position);
    }

    private int lead(int lead, byte[] out, int position) {
        lowest = 0x80;
        highest = 0xbf;
        if (lead >= 0xc2 && lead <= 0xdf) {
            needed = 1;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            needed = 2;
            lowest = lead == 0xe0 ? 0xa0 : 0x80;
            highest = lead == 0xed ? 0x9f : 0xbf;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            needed = 3;
            lowest = lead == 0xf0 ? 0x90 : 0x80;
            highest = lead == 0xf4 ? 0x8f : 0xbf;
        } else {
            return replacement(out, position);
        }
        held[0] = (byte) lead;
        heldCount = 1;
        return position;
    }

    private int continued(int next, byte[] out, int position) {
        held[heldCount++] = (byte) next;
        lowest = 0x80;
        highest = 0xbf;
        needed--;
        if (needed > 0) {
            return position;
        }
        if (heldCount == 2 && held[0] == (byte) 0xc2 && next < 0xa0) {
            // C1 controls: a terminal that is shown the file itself must not obey them.
            return unicode(next, out, position);
        }
        for (int i = 0; i < heldCount; i++) {
            out[position + i] = held[i];
        }
        return position + heldCount;
    }

    private static int replacement(byte[] out, int position) {
        out[position] = (byte) 0xef;
        out[position + 1] = (byte) 0xbf;
        out[position + 2] = (byte) 0xbd;
        return position + 3;
    }

    private static int unicode(int low, byte[] out, int position) {
        out[position] = '\\';
        out[position + 1] = 'u';
        out[position + 2] = '0';
        out[position + 3] = '0';
        out[position + 4] = HEX[low >> 4];
        out[position + 5] = HEX[low & 15];
        return position + 6;
    }

    private static byte[] escapes() {
        byte[] table = new byte[128];
        for (int control = 0; control < 0x20; control++) {
            table[control] = -1;
        }
        table[0x7f] = -1;
        table['\b'] = 'b';
        table['\t'] = 't';
        table['\n'] = 'n';
        table['\f'] = 'f';
        table['\r'] = 'r';
        table['"'] = '"';
        table['\\'] = '\\';
        return table;
    }
}
