package dev.bastion.recorder.mask;

/**
 * Social security numbers of the United States, {@code ddd-dd-dddd}, with areas, groups and serials that are given out. The area
 * stays, so that nothing is held back before the fourth digit. Nine digits without dashes are anything, and pass.
 */
final class SecurityNumbers extends FixedForm {

    private static final int LENGTH = 11;
    private static final int SHOWN = 4;

    SecurityNumbers(Findings findings, Tail tail) {
        super(findings, tail, LENGTH, SHOWN);
    }

    @Override
    boolean begins(int symbol) {
        return Symbols.digit(symbol);
    }

    @Override
    boolean fits(int place, int symbol) {
        if (place == 0) {
            int before = tail.before(1);
            return Symbols.digit(symbol) && !goesOn(before) && before != '.' && before != '/';
        }
        boolean dash = place == 3 || place == 6;
        return dash ? symbol == '-' : Symbols.digit(symbol);
    }

    @Override
    boolean goesOn(int symbol) {
        return symbol == '-' || Symbols.alphanumeric(symbol);
    }

    @Override
    boolean mark() {
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
}
