package dev.bastion.recorder.mask;

/**
 * Social security numbers of the United States, {@code ddd-dd-dddd}, with areas, groups and serials that are given out. The area
 * stays, so that nothing is held back before the fourth digit. Nine digits without dashes are anything, and pass.
 */
final class SecurityNumbers extends Detector {

    private static final int LENGTH = 11;
    private static final int SHOWN = 4;

    private final byte[] text = new byte[LENGTH];
    private final long[] places = new long[LENGTH];
    private int length;

    SecurityNumbers(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return Symbols.digit(symbol);
    }

    @Override
    void next(int symbol, long at) {
        if (length == LENGTH) {
            boolean goesOn = symbol == '-' || Symbols.alphanumeric(symbol);
            if (!goesOn) {
                mark();
            }
            reset();
        } else if (fits(symbol)) {
            text[length] = (byte) symbol;
            places[length++] = at;
        } else {
            reset();
        }
    }

    private boolean fits(int symbol) {
        if (length == 0) {
            int before = tail.before(1);
            return Symbols.digit(symbol)
                    && !Symbols.alphanumeric(before)
                    && before != '-'
                    && before != '.'
                    && before != '/';
        }
        boolean dash = length == 3 || length == 6;
        return dash ? symbol == '-' : Symbols.digit(symbol);
    }

    private boolean mark() {
        boolean given = text[0] != '9' && !is(0, "000") && !is(0, "666") && !is(4, "00") && !is(7, "0000");
        if (!given) {
            return false;
        }
        boolean any = false;
        for (int i = SHOWN; i < LENGTH; i++) {
            any |= text[i] != '-' && findings.mask(places[i], places[i] + 1);
        }
        if (any) {
            findings.found(MaskKind.SSN, places[0], places[LENGTH - 1] + 1);
        }
        return any;
    }

    private boolean is(int from, String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (text[from + i] != digits.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    void erase() {
        length = Math.max(0, length - 1);
    }

    @Override
    void pause() {
        if (length == LENGTH && mark()) {
            reset();
        }
    }

    @Override
    long start() {
        return length > 0 ? places[0] : NONE;
    }

    @Override
    long from() {
        return length > SHOWN ? places[SHOWN] : NONE;
    }

    @Override
    void reset() {
        length = 0;
    }
}
