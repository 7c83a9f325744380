package dev.bastion.recorder.mask;

/**
 * Private keys in PEM (RFC 7468, RFC 1421) and its kin: what stands in lines of base 64 behind a line that says so, up to the
 * first line that is none, or a limit. Only long lines are masked, and the short one before the last marker, so that nobody hides
 * their work behind the first marker alone.
 */
final class PrivateKeys extends Detector {

    private static final int DASHES = 5;
    private static final int LONGEST_LABEL = 64;
    private static final int LONG_LINE = 32;
    private static final int MOST_HEADERS = 4;

    /** A return and a newline each break the text; two lines may be empty. */
    private static final int MOST_BREAKS = 6;

    /** A key of 16,384 bits of RSA has 12,700 characters. */
    private static final int LONGEST_KEY = 16 << 10;

    private enum State {
        IDLE,
        DASHES_BEFORE,
        LABEL,
        DASHES_BEHIND,
        LINES,
        HEADER,
        LAST_LINE
    }

    private final StringBuilder label = new StringBuilder(0);
    private State state = State.IDLE;
    private long first = NONE;
    private long line;
    private int dashes;
    private int length;
    private int total;
    private int headers;
    private int breaks;
    private boolean masked;

    PrivateKeys(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return symbol == '-';
    }

    @Override
    void next(int symbol, long at) {
        switch (state) {
            case IDLE -> {
                first = at;
                dashes = 1;
                state = State.DASHES_BEFORE;
            }
            case DASHES_BEFORE -> before(symbol);
            case LABEL -> label(symbol);
            case DASHES_BEHIND -> behind(symbol);
            case LINES -> line(symbol, at);
            case HEADER -> {
                if (symbol == Symbols.BREAK) {
                    state = State.LINES;
                    length = 0;
                }
            }
            case LAST_LINE -> afterShortLine(symbol, at);
        }
    }

    // ---- the first marker

    private void before(int symbol) {
        if (symbol == '-') {
            dashes++;
        } else if (symbol == 'B' && dashes >= DASHES) {
            state = State.LABEL;
            label.append('B');
        } else {
            reset();
        }
    }

    private void label(int symbol) {
        if (symbol == '-' && saysPrivateKey()) {
            state = State.DASHES_BEHIND;
            dashes = 1;
        } else if ((Symbols.upper(symbol) || Symbols.digit(symbol) || symbol == ' ')
                && label.length() < LONGEST_LABEL) {
            label.append((char) symbol);
        } else {
            reset();
        }
    }

    private boolean saysPrivateKey() {
        String text = label.toString();
        return text.startsWith("BEGIN ") && (text.endsWith("PRIVATE KEY") || text.endsWith("PRIVATE KEY BLOCK"));
    }

    private void behind(int symbol) {
        if (symbol != '-') {
            reset();
        } else if (++dashes == DASHES) {
            state = State.LINES;
            length = 0;
        }
    }

    // ---- the key

    private void line(int symbol, long at) {
        if (symbol == Symbols.BREAK) {
            endOfLine();
        } else if (ofKey(symbol)) {
            key(at);
        } else if ((symbol == ':' || symbol == '-') && !masked && length > 0 && headers < MOST_HEADERS) {
            headers++;
            state = State.HEADER;
        } else if (symbol != ' ' || length > 0) {
            reset();
        }
    }

    /** The alphabet of base 64, and the backslash by which JSON ends a line. */
    private static boolean ofKey(int symbol) {
        return Symbols.ascii(symbol) || symbol == '+' || symbol == '/' || symbol == '=' || symbol == '\\';
    }

    private void key(long at) {
        breaks = 0;
        line = length == 0 ? at : line;
        if (++total > LONGEST_KEY) {
            reset();
        } else if (++length >= LONG_LINE) {
            boolean any = findings.mask(length == LONG_LINE ? line : at, at + 1);
            if (any && !masked) {
                masked = true;
                findings.found(MaskKind.PRIVATE_KEY, first, at + 1);
            }
        }
    }

    private void endOfLine() {
        if (length > 0 && length < LONG_LINE) {
            state = State.LAST_LINE;
        } else if (++breaks > MOST_BREAKS) {
            reset();
        }
        length = 0;
    }

    private void afterShortLine(int symbol, long at) {
        if (symbol == Symbols.BREAK && ++breaks <= MOST_BREAKS) {
            return;
        }
        if (symbol == '-' && masked) {
            findings.mask(line, at);
        }
        reset();
    }

    @Override
    void erase() {
        if (!certain()) {
            reset();
        }
    }

    @Override
    boolean certain() {
        return state == State.LINES && length >= LONG_LINE;
    }

    @Override
    long start() {
        return first;
    }

    @Override
    long from() {
        boolean undecided = state == State.LAST_LINE || (state == State.LINES && length > 0 && length < LONG_LINE);
        return undecided ? line : NONE;
    }

    @Override
    void reset() {
        label.setLength(0);
        state = State.IDLE;
        first = NONE;
        length = 0;
        total = 0;
        headers = 0;
        breaks = 0;
        masked = false;
    }
}
