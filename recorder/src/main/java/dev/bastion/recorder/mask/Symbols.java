package dev.bastion.recorder.mask;

/**
 * What detectors see of a text: characters, the look-alikes of digits, blanks and dashes as the plain ones that they stand
 * for (as NFKC would have it), and {@link #BREAK} where the text does not go on from one place to the next.
 */
final class Symbols {

    /** The cursor went elsewhere: what comes stands beside nothing that came. */
    static final int BREAK = -1;

    /** A key took the last character back. */
    static final int ERASED = -2;

    /** A character that is not seen. */
    static final int NOTHING = -3;

    private Symbols() {}

    /** What a character above ASCII counts as. */
    static int of(int point) {
        if (point >= 0xff01 && point <= 0xff5e) {
            return point - 0xfee0;
        }
        int digit = Character.digit(point, 10);
        if (digit >= 0) {
            return '0' + digit;
        }
        return switch (point) {
            case 0xa0, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x202f, 0x205f, 0x3000 ->
                ' ';
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xfe58, 0xfe63 -> '-';
            case 0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff -> NOTHING;
            default -> point;
        };
    }

    static boolean digit(int symbol) {
        return symbol >= '0' && symbol <= '9';
    }

    static boolean upper(int symbol) {
        return symbol >= 'A' && symbol <= 'Z';
    }

    /** A letter or a digit, of any script. */
    static boolean alphanumeric(int symbol) {
        return symbol < 0x80 ? ascii(symbol) : Character.isLetterOrDigit(symbol);
    }

    /** A letter or a digit of ASCII. */
    static boolean ascii(int symbol) {
        return digit(symbol) || upper(symbol) || (symbol >= 'a' && symbol <= 'z');
    }
}
