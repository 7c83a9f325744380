package dev.bastion.recorder.mask;

/**
 * What stands in the place of a masked character: a star that has as many bytes and, but for wide characters of four bytes,
 * as many columns, so that neither lengths nor the screen's layout change.
 */
final class Stars {

    private static final byte[][] NARROW = {
        {'*'}, bytes(0xc3, 0x97), bytes(0xe2, 0x88, 0x97), bytes(0xf0, 0x9f, 0x9e, 0xb6)
    };
    private static final byte[] WIDE = bytes(0xef, 0xbc, 0x8a);

    private Stars() {}

    /** Overwrites a character of so many bytes of UTF-8. */
    static void over(byte[] text, int at, int length) {
        byte[] star = length == WIDE.length && wide(text, at) ? WIDE : NARROW[length - 1];
        System.arraycopy(star, 0, text, at, length);
    }

    private static boolean wide(byte[] text, int at) {
        return Widths.wide(((text[at] & 0x0f) << 12) | ((text[at + 1] & 0x3f) << 6) | (text[at + 2] & 0x3f));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
