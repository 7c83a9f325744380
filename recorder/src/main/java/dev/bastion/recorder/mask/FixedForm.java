package dev.bastion.recorder.mask;

/**
 * What always has as many characters: each is looked at in its place, and the first few stay, so that nothing is held back before
 * them.
 */
abstract class FixedForm extends Detector {
    /** The characters so far, all of ASCII. */
    final byte[] text;

    /** Where each lies. */
    final long[] places;

    private final int shown;
    private int length;

    FixedForm(Findings findings, Tail tail, int whole, int shown) {
        super(findings, tail);
        this.text = new byte[whole];
        this.places = new long[whole];
        this.shown = shown;
    }

    /** Whether that may stand there. */
    abstract boolean fits(int place, int symbol);

    /** Whether the first {@code length} may be those of a match, as far as {@link #fits} alone does not say. */
    boolean mayBecome(int length) {
        return true;
    }

    /** Whether a match that this follows is part of something longer. */
    abstract boolean goesOn(int symbol);

    /** Masks it, where it is one as a whole; answers whether it did. */
    abstract boolean mark();

    @Override
    final void next(int symbol, long at) {
        if (length == text.length) {
            if (!goesOn(symbol)) {
                mark();
            }
            reset();
        } else if (fits(length, symbol)) {
            text[length] = (byte) symbol;
            places[length++] = at;
            if (!mayBecome(length)) {
                reset();
            }
        } else {
            reset();
        }
    }

    @Override
    final void erase() {
        length = Math.max(0, length - 1);
    }

    @Override
    final void pause() {
        if (length == text.length && mark()) {
            reset();
        }
    }

    @Override
    final long start() {
        return length > 0 ? places[0] : NONE;
    }

    @Override
    final long from() {
        return length > shown ? places[shown] : NONE;
    }

    @Override
    final void reset() {
        length = 0;
    }
}
