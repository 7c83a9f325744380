package dev.bastion.recorder.mask;

/**
 * A character of UTF-8 whose bytes come one by one (RFC 3629 section 4): what is overlong, a surrogate or beyond Unicode is none.
 * For one thread.
 */
final class OpenCharacter {
    private int missing;
    private int point;
    private long begin;

    /** Whether the byte is the first of several; it is taken if so. */
    boolean begins(int one, long at) {
        if (one >= 0xf0 && one <= 0xf4) {
            missing = 3;
        } else if (one >= 0xe0 && one < 0xf0) {
            missing = 2;
        } else if (one >= 0xc2 && one < 0xe0) {
            missing = 1;
        } else {
            return false;
        }
        point = one & (0x3f >> missing);
        begin = at;
        return true;
    }

    /** Whether the byte goes on with it; it is taken if so, and the character is given up if not. */
    boolean continues(int one, long at) {
        if (!fits(one, at)) {
            missing = 0;
            return false;
        }
        point = (point << 6) | (one & 0x3f);
        missing--;
        return true;
    }

    private boolean fits(int one, long at) {
        if ((one & 0xc0) != 0x80) {
            return false;
        }
        if (at != begin + 1 || missing == 1) {
            return true;
        }
        return missing == 2
                ? !((point == 0 && one < 0xa0) || (point == 0xd && one >= 0xa0))
                : !((point == 0 && one < 0x90) || (point == 4 && one >= 0x90));
    }

    /** Whether bytes of it are still to come. */
    boolean open() {
        return missing > 0;
    }

    /** The character, once nothing of it is missing. */
    int point() {
        return point;
    }

    /** Offset of its first byte. */
    long begin() {
        return begin;
    }
}
