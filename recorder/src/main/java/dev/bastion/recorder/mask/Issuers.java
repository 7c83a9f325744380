package dev.bastion.recorder.mask;

/**
 * Which first digits card numbers have, and how many digits then, as the brands have published them. They move; a range that is
 * too wide masks a little more, one that is missing lets a brand through.
 */
final class Issuers {

    private static final int KNOWN_DIGITS = 6;

    /**
     * @param low the first six digits of the lowest number
     * @param high the same of the highest
     * @param lengths a bit for each number of digits
     */
    private record Range(int low, int high, int lengths) {

        /** From one prefix to another of as many digits. */
        static Range of(int low, int high, int shortest, int longest) {
            int scale = 1;
            while (low * scale < 100_000) {
                scale *= 10;
            }
            return new Range(low * scale, (high + 1) * scale - 1, (2 << longest) - (1 << shortest));
        }

        boolean holds(int six) {
            return six >= low && six <= high;
        }
    }

    private static final Range[] RANGES = {
        // Visa
        new Range(400_000, 499_999, (1 << 13) | (1 << 16) | (1 << 19)),
        // Mastercard
        Range.of(51, 55, 16, 16),
        Range.of(2221, 2720, 16, 16),
        // American Express
        Range.of(34, 34, 15, 15),
        Range.of(37, 37, 15, 15),
        // Discover
        Range.of(6011, 6011, 16, 19),
        Range.of(644, 649, 16, 19),
        Range.of(65, 65, 16, 19),
        // JCB
        Range.of(3528, 3589, 16, 19),
        // Diners Club
        Range.of(300, 305, 14, 19),
        Range.of(36, 36, 14, 19),
        Range.of(38, 39, 14, 19),
        // UnionPay
        Range.of(62, 62, 16, 19),
        // Maestro
        Range.of(50, 50, 13, 19),
        Range.of(56, 58, 13, 19),
        Range.of(60, 69, 13, 19),
        // Mir
        Range.of(2200, 2204, 16, 19),
        // RuPay
        Range.of(81, 82, 16, 16),
    };

    private Issuers() {}

    /** Whether any number begins with those digits, of which the first six are looked at. */
    static boolean begin(byte[] digits) {
        int six = six(digits);
        for (Range range : RANGES) {
            if (range.holds(six)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a number of so many digits may begin with those. */
    static boolean accept(byte[] digits, int count) {
        int six = six(digits);
        for (Range range : RANGES) {
            if (range.holds(six) && ((range.lengths() >> count) & 1) == 1) {
                return true;
            }
        }
        return false;
    }

    private static int six(byte[] digits) {
        int six = 0;
        for (int i = 0; i < KNOWN_DIGITS; i++) {
            six = six * 10 + digits[i] - '0';
        }
        return six;
    }
}
