package dev.bastion.recorder.mask;

/**
 * Card numbers (ISO/IEC 7812): 13 to 19 digits that an issuer has, with Luhn's check digit, together or in groups that a blank
 * or a dash sets apart, and no part of something longer. The first six and the last four stay (PCI DSS, requirement 3.4.1), so
 * that nothing is held back before the seventh digit.
 */
final class CardNumbers extends Detector {

    private static final int FEWEST = 13;
    private static final int MOST = 19;
    private static final int SHOWN_FIRST = 6;
    private static final int SHOWN_LAST = 4;

    /** Digits of a group, where there are groups; so that the groups of a UUID are none. */
    private static final int FEWEST_OF_GROUP = 3;

    private static final int MOST_OF_GROUP = 8;

    /** Digits of the run with what stands between its groups, and where each lies. */
    private final byte[] run = new byte[32];

    private final long[] places = new long[32];
    private final byte[] digits = new byte[MOST + 1];
    private int length;
    private int count;
    private int group;
    private int separator;

    CardNumbers(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return Symbols.digit(symbol);
    }

    @Override
    void next(int symbol, long at) {
        if (Symbols.digit(symbol)) {
            if (length > 0 || standsAlone()) {
                digit(symbol, at);
            }
        } else if ((symbol == ' ' || symbol == '-') && separates(symbol)) {
            run[length] = (byte) symbol;
            places[length++] = at;
            separator = symbol;
            group = 0;
        } else {
            settle(!Symbols.alphanumeric(symbol));
        }
    }

    /** Neither within a word or number nor the fraction of one. */
    private boolean standsAlone() {
        int before = tail.before(1);
        return !Symbols.alphanumeric(before) && !(before == '.' && Symbols.digit(tail.before(2)));
    }

    private boolean separates(int symbol) {
        return group >= FEWEST_OF_GROUP && (separator == 0 ? group <= MOST_OF_GROUP : separator == symbol);
    }

    private void digit(int symbol, long at) {
        run[length] = (byte) symbol;
        places[length++] = at;
        digits[count++] = (byte) symbol;
        group++;
        while (length > 0 && !viable()) {
            int end = mark(false);
            drop(end > 0 ? end : groupEnd(0));
        }
    }

    private boolean viable() {
        return count <= MOST
                && (separator == 0 || group <= MOST_OF_GROUP)
                && (count < SHOWN_FIRST || Issuers.begin(digits));
    }

    /** The run is over. */
    private void settle(boolean lastGroupIsWhole) {
        while (length > 0) {
            int end = mark(lastGroupIsWhole);
            drop(end > 0 ? end : groupEnd(0));
        }
    }

    /** Masks the longest number with which the run begins and that ends with a group; answers where it ends, or 0. */
    private int mark(boolean lastGroupIsWhole) {
        int end = 0;
        int digitsAtEnd = 0;
        int seen = 0;
        for (int i = 0; i <= length; i++) {
            boolean ends = i == length ? lastGroupIsWhole : !Symbols.digit(run[i]);
            if (ends && seen >= FEWEST && seen <= MOST && Issuers.accept(digits, seen) && luhn(seen)) {
                end = i;
                digitsAtEnd = seen;
            }
            if (i < length && Symbols.digit(run[i])) {
                seen++;
            }
        }
        return end > 0 && mask(end, digitsAtEnd) ? end : 0;
    }

    private boolean mask(int end, int digitsAtEnd) {
        boolean any = false;
        int seen = 0;
        long last = 0;
        for (int i = 0; i < end; i++) {
            if (Symbols.digit(run[i])) {
                seen++;
                last = places[i];
                if (seen > SHOWN_FIRST && seen <= digitsAtEnd - SHOWN_LAST) {
                    any |= findings.mask(places[i], places[i] + 1);
                }
            }
        }
        if (any) {
            findings.found(MaskKind.PAN, places[0], last + 1);
        }
        return any;
    }

    private boolean luhn(int howMany) {
        int sum = 0;
        for (int i = 0; i < howMany; i++) {
            int digit = digits[i] - '0';
            boolean doubled = (howMany - i) % 2 == 0;
            sum += doubled ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
        }
        return sum % 10 == 0;
    }

    private int groupEnd(int from) {
        int end = from;
        while (end < length && Symbols.digit(run[end])) {
            end++;
        }
        return end;
    }

    /** Forgets the run up to there, and what separates it from the rest. */
    private void drop(int end) {
        int gone = Math.min(length, end + 1);
        length -= gone;
        System.arraycopy(run, gone, run, 0, length);
        System.arraycopy(places, gone, places, 0, length);
        countAgain();
    }

    private void countAgain() {
        count = 0;
        group = 0;
        separator = 0;
        for (int i = 0; i < length; i++) {
            if (Symbols.digit(run[i])) {
                digits[count++] = run[i];
                group++;
            } else {
                separator = run[i];
                group = 0;
            }
        }
    }

    @Override
    void erase() {
        length = Math.max(0, length - 1);
        countAgain();
    }

    @Override
    void pause() {
        if (mark(true) > 0) {
            reset();
        }
    }

    @Override
    long start() {
        return length > 0 ? places[0] : NONE;
    }

    @Override
    long from() {
        int seen = 0;
        for (int i = 0; i < length; i++) {
            if (Symbols.digit(run[i]) && ++seen > SHOWN_FIRST) {
                return places[i];
            }
        }
        return NONE;
    }

    @Override
    void reset() {
        length = 0;
        countAgain();
    }
}
