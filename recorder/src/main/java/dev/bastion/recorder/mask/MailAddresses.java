package dev.bastion.recorder.mask;

/**
 * Mail addresses (RFC 5321, those that people use): a local part of at most 64 characters and a domain with a top level of letters.
 * The domain stays. Any word may be a local part, so every word is held back until it ends or the text pauses.
 */
final class MailAddresses extends Detector {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 189;

    private long first = NONE;
    private long at;
    private long end;
    private int local;
    private int domain;
    private int label;
    private boolean letters;
    private boolean dotted;
    private boolean valid;

    MailAddresses(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return ofLocal(symbol);
    }

    private static boolean ofLocal(int symbol) {
        return Symbols.ascii(symbol)
                || symbol == '.'
                || symbol == '_'
                || symbol == '%'
                || symbol == '+'
                || symbol == '-';
    }

    @Override
    void next(int symbol, long place) {
        if (domain > 0) {
            domain(symbol, place);
        } else if (ofLocal(symbol)) {
            if (local == 0) {
                first = place;
            }
            // One that is too long stays so until it ends.
            local = Math.min(local + 1, LONGEST_LOCAL + 1);
        } else if (symbol == '@' && local > 0 && local <= LONGEST_LOCAL) {
            at = place;
            end = place;
            domain = 1;
            label = 0;
            letters = true;
            dotted = false;
            valid = false;
        } else {
            reset();
        }
    }

    private void domain(int symbol, long place) {
        boolean goesOn = Symbols.ascii(symbol) || symbol == '-' || (symbol == '.' && label > 0);
        if (!goesOn || domain > LONGEST_DOMAIN) {
            mark();
            reset();
            if (goesOn || !ofLocal(symbol)) {
                return;
            }
            next(symbol, place);
            return;
        }
        domain++;
        end = place + 1;
        if (symbol == '.') {
            dotted = true;
            label = 0;
            letters = true;
        } else {
            label++;
            letters &= !Symbols.digit(symbol) && symbol != '-';
        }
        // A full stop behind it ends a sentence.
        valid = symbol == '.' ? valid : dotted && letters && label >= 2;
    }

    private boolean mark() {
        if (!valid || !findings.mask(first, at)) {
            return false;
        }
        findings.found(MaskKind.EMAIL, first, end);
        return true;
    }

    @Override
    void pause() {
        if (domain > 0 && mark()) {
            reset();
        }
    }

    @Override
    void erase() {
        if (domain > 0) {
            reset();
        } else {
            local = Math.max(0, local - 1);
            first = local == 0 ? NONE : first;
        }
    }

    @Override
    long start() {
        return first;
    }

    @Override
    long from() {
        return local > LONGEST_LOCAL ? NONE : first;
    }

    @Override
    void reset() {
        first = NONE;
        local = 0;
        domain = 0;
        valid = false;
    }
}
