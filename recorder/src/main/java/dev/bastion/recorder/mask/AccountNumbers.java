package dev.bastion.recorder.mask;

/**
 * International account numbers (ISO 13616): a country, as many characters as it has, and check digits that are right (ISO 7064,
 * MOD 97-10); together, or in fours that a blank sets apart. Country, check digits and the last four stay, so that nothing is
 * held back before the fifth character.
 */
final class AccountNumbers extends Detector {

    private static final int GROUP = 4;
    private static final int LONGEST = 34;
    private static final int CHECKED = 97;

    private final byte[] run = new byte[LONGEST + LONGEST / GROUP + 2];
    private final long[] places = new long[run.length];
    private int length;
    private int count;
    private int whole;

    AccountNumbers(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return Symbols.upper(symbol);
    }

    @Override
    void next(int symbol, long at) {
        if (length == 0 && Symbols.alphanumeric(tail.before(1))) {
            return;
        }
        take(symbol, at);
    }

    /** Where it does not fit, the run is tried again from its next group on; which is at least four characters further. */
    private void take(int symbol, long at) {
        if (count > 0 && count == whole) {
            if (!Symbols.alphanumeric(symbol) && mark()) {
                reset();
                return;
            }
        } else if (fits(symbol)) {
            if (symbol != ' ') {
                count++;
            }
            run[length] = (byte) symbol;
            places[length++] = at;
            if (count == 2) {
                whole = IbanCountries.length(run[0], run[1]);
            }
            if (count != 2 || whole > 0) {
                return;
            }
        }
        again(symbol, at);
    }

    private boolean fits(int symbol) {
        if (symbol == ' ') {
            return count > 0 && count % GROUP == 0 && run[length - 1] != ' ';
        }
        if (count < 2) {
            return Symbols.upper(symbol);
        }
        return Symbols.digit(symbol) || (count >= GROUP && Symbols.upper(symbol));
    }

    private void again(int symbol, long at) {
        int next = 0;
        while (next < length && run[next] != ' ') {
            next++;
        }
        int last = length;
        reset();
        if (next == last) {
            return;
        }
        byte[] symbols = run.clone();
        long[] at2 = places.clone();
        for (int i = next + 1; i < last; i++) {
            if (length > 0 || symbols[i - 1] == ' ') {
                take(symbols[i], at2[i]);
            }
        }
        if (length > 0 || symbols[last - 1] == ' ') {
            take(symbol, at);
        }
    }

    private boolean mark() {
        if (count != whole || whole == 0 || remainder() != 1) {
            return false;
        }
        boolean any = false;
        int seen = 0;
        int last = 0;
        for (int i = 0; seen < whole; i++) {
            if (run[i] != ' ') {
                seen++;
                last = i;
                if (seen > GROUP && seen <= whole - GROUP) {
                    any |= findings.mask(places[i], places[i] + 1);
                }
            }
        }
        if (any) {
            findings.found(MaskKind.IBAN, places[0], places[last] + 1);
        }
        return any;
    }

    /** The first four characters count as the last. */
    private int remainder() {
        int remainder = 0;
        for (int turn = 0; turn < 2; turn++) {
            int seen = 0;
            for (int i = 0; i < length; i++) {
                if (run[i] != ' ' && ++seen <= GROUP == (turn == 1)) {
                    int value = Symbols.digit(run[i]) ? run[i] - '0' : run[i] - 'A' + 10;
                    remainder = (remainder * (value > 9 ? 100 : 10) + value) % CHECKED;
                }
            }
        }
        return remainder;
    }

    @Override
    void erase() {
        if (length > 0 && run[--length] != ' ') {
            count--;
        }
        if (count < 2) {
            whole = 0;
        }
    }

    @Override
    void pause() {
        if (mark()) {
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
            if (run[i] != ' ' && ++seen > GROUP) {
                return places[i];
            }
        }
        return NONE;
    }

    @Override
    void reset() {
        length = 0;
        count = 0;
        whole = 0;
    }
}
