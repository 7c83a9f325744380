package dev.bastion.recorder.mask;

/** Which characters take two columns of a terminal: the wide and fullwidth ones of Unicode's annex 11, in rough ranges. */
final class Widths {

    private static final int[] WIDE = {
        0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f,
        0xff01, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff, 0x20000, 0x3fffd
    };

    private Widths() {}

    static boolean wide(int point) {
        for (int i = 0; i < WIDE.length && point >= WIDE[i]; i += 2) {
            if (point <= WIDE[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
