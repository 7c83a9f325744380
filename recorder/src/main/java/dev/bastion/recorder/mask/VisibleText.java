package dev.bastion.recorder.mask;

/**
 * Takes a terminal's stream apart (ECMA-48, UTF-8) and tells what is to be seen, in the order in which it comes: colours and
 * the like are passed over; what moves the cursor breaks the text, and so do the ends of a string such as a title, whose
 * characters are told too. A line that was folded at the screen's edge goes on. For one thread.
 */
final class VisibleText {

    /** No sequence of use is longer; what claims to be one breaks the text. */
    private static final int LONGEST_SEQUENCE = 256;

    /** Final bytes of the CSI sequences that leave the cursor where it is: colours, erasing, modes, reports. */
    private static final String STAYS = "mKJXhlncqpt~";

    /** So far left that the edge is not met before a line begins anew. */
    private static final int NOWHERE = Integer.MIN_VALUE / 2;

    private static final int BROKEN = 0xfffd;
    private static final int ESC = 0x1b;
    private static final int CANCEL = 0x18;
    private static final int SUBSTITUTE = 0x1a;

    /** Who is told. */
    interface Seen {
        /**
         * A character, or one of the others that {@link Symbols} knows.
         *
         * @param at offset of its first byte in the stream
         * @param bytes how many it has; 0 for what is no character
         */
        void symbol(int symbol, long at, int bytes);

        /** Something that is not to be seen ended just before that offset. */
        void unseen(long end);
    }

    private enum State {
        TEXT,
        ESCAPE,
        ESCAPE_MORE,
        CSI,
        STRING,
        STRING_ESCAPE
    }

    private enum Edge {
        NONE,
        /** A blank was written beyond the edge: if a return follows, only to get there, as readline does. */
        BLANK,
        /** The return behind a line that fills the screen's width: if a newline follows, the line goes on. */
        RETURN
    }

    private final Seen seen;
    private final boolean keyboard;
    private State state = State.TEXT;
    private int sequence;
    private boolean moves;
    private final OpenCharacter open = new OpenCharacter();
    private int width;
    private int column;
    private Edge edge = Edge.NONE;
    private long edgeAt;
    private int edgeBytes;

    /** Of a screen, or of the keys that somebody presses. */
    VisibleText(Seen seen, boolean keyboard) {
        this.seen = seen;
        this.keyboard = keyboard;
    }

    /** How wide the screen is; 0 where nobody knows. */
    void width(int columns) {
        width = columns;
    }

    /** Offset of a character of which nobody was told yet, {@link Long#MAX_VALUE} where there is none. */
    long open() {
        if (edge == Edge.BLANK) {
            return edgeAt;
        }
        return open.open() ? open.begin() : Long.MAX_VALUE;
    }

    /**
     * The next bytes.
     *
     * @param base offset in the stream of the array's first byte
     */
    void feed(byte[] bytes, int from, int to, long base) {
        for (int i = from; i < to; i++) {
            int one = bytes[i];
            if (one >= ' ' && one < 0x7f && state == State.TEXT && !open.open()) {
                print(one, one, base + i, 1);
            } else {
                next(one & 0xff, base + i);
            }
        }
    }

    private void next(int one, long at) {
        if (open.open()) {
            if (open.continues(one, at)) {
                if (!open.open()) {
                    character(open.point(), open.begin(), (int) (at + 1 - open.begin()));
                }
                return;
            }
            character(BROKEN, open.begin(), (int) (at - open.begin()));
        }
        switch (state) {
            case TEXT -> text(one, at);
            case ESCAPE -> escape(one, at);
            case ESCAPE_MORE -> escapeMore(one, at);
            case CSI -> csi(one, at);
            case STRING -> string(one, at);
            case STRING_ESCAPE -> stringEscape(one, at);
        }
    }

    // ---- characters

    private void begin(int one, long at) {
        if (!open.begins(one, at)) {
            character(BROKEN, at, 1);
        }
    }

    private void character(int character, long at, int bytes) {
        int symbol = Symbols.of(character);
        if (character < 0xa0) {
            // A control of the upper set, which some terminals obey.
            moved(at);
        } else if (symbol == Symbols.NOTHING) {
            seen.unseen(at + bytes);
        } else {
            print(character, symbol, at, bytes);
        }
    }

    private void print(int character, int symbol, long at, int bytes) {
        if (edge != Edge.NONE) {
            settleEdge();
        }
        if (width > 0 && state == State.TEXT) {
            if (column >= width) {
                column = 0;
                if (symbol == ' ') {
                    edge = Edge.BLANK;
                    edgeAt = at;
                    edgeBytes = bytes;
                    column = 1;
                    return;
                }
            }
            column += character >= 0x1100 && Widths.wide(character) ? 2 : 1;
        }
        seen.symbol(symbol, at, bytes);
    }

    /** What was thought to fold a line did not. */
    private void settleEdge() {
        Edge was = edge;
        edge = Edge.NONE;
        if (was == Edge.BLANK) {
            seen.symbol(' ', edgeAt, edgeBytes);
        } else if (was == Edge.RETURN) {
            seen.symbol(Symbols.BREAK, edgeAt, 0);
        }
    }

    // ---- controls

    private void text(int one, long at) {
        if (one == ESC) {
            settleEdge();
            state = State.ESCAPE;
        } else if (one >= 0x80) {
            begin(one, at);
        } else if (one >= ' ' && one != 0x7f) {
            print(one, one, at, 1);
        } else {
            control(one, at);
        }
    }

    private void control(int one, long at) {
        switch (one) {
            case 0, 7, 0x0e, 0x0f -> seen.unseen(at + 1);
            case '\r' -> returned(at);
            case '\n' -> {
                if (edge == Edge.RETURN) {
                    edge = Edge.NONE;
                    seen.unseen(at + 1);
                } else {
                    broken(Symbols.BREAK, at);
                }
            }
            case '\b', 0x7f -> tookBack(one, at);
            case '\t' -> {
                broken(Symbols.BREAK, at);
                column = (column / 8 + 1) * 8;
            }
            default -> broken(Symbols.BREAK, at);
        }
    }

    private void returned(long at) {
        if (edge == Edge.BLANK) {
            edge = Edge.NONE;
            seen.unseen(at + 1);
        } else if (width > 0 && column == width) {
            settleEdge();
            edge = Edge.RETURN;
            edgeAt = at;
        } else {
            broken(Symbols.BREAK, at);
        }
        column = 0;
    }

    private void tookBack(int one, long at) {
        if (keyboard) {
            broken(Symbols.ERASED, at);
        } else if (one == '\b') {
            broken(Symbols.BREAK, at);
            column--;
        } else {
            seen.unseen(at + 1);
        }
    }

    private void broken(int how, long at) {
        settleEdge();
        seen.symbol(how, at, 0);
    }

    private void moved(long at) {
        broken(Symbols.BREAK, at);
        column = NOWHERE;
    }

    // ---- sequences

    private void escape(int one, long at) {
        switch (one) {
            case ESC -> seen.unseen(at + 1);
            case '[' -> {
                state = State.CSI;
                sequence = 0;
            }
            case ']', 'P', '_', '^', 'X', 'k' -> {
                // OSC, DCS, APC, PM, SOS, and screen's own title.
                state = State.STRING;
                seen.symbol(Symbols.BREAK, at, 0);
            }
            case '(', ')', '*', '+', '-', '.', '/', '#', '%', ' ', '!', '"', '$', '&', '\'', ',', 'O', 'N' -> {
                state = State.ESCAPE_MORE;
                moves = one == 'O' || one == 'N';
            }
            case '7', '8', 'D', 'E', 'M', 'c' -> {
                state = State.TEXT;
                moved(at);
            }
            default -> outOf(one, at, false);
        }
    }

    /** The sequence is over with this byte; what cannot belong to it is text again. */
    private void outOf(int one, long at, boolean byMoving) {
        state = State.TEXT;
        if (one < ' ' || one >= 0x80) {
            text(one, at);
        } else if (byMoving) {
            moved(at);
        } else {
            seen.unseen(at + 1);
        }
    }

    private void escapeMore(int one, long at) {
        if (one == ESC) {
            state = State.ESCAPE;
        } else if (one >= 0x30 || one < ' ') {
            outOf(one, at, moves);
        }
    }

    private void csi(int one, long at) {
        if (one == ESC) {
            state = State.ESCAPE;
        } else if (one == CANCEL || one == SUBSTITUTE) {
            state = State.TEXT;
            seen.unseen(at + 1);
        } else if (one < ' ') {
            // Terminals obey control characters inside a sequence.
            control(one, at);
        } else if (one >= 0x40 && one != 0x7f) {
            outOf(one, at, STAYS.indexOf(one) < 0);
        } else if (++sequence == LONGEST_SEQUENCE) {
            moved(at);
        }
    }

    private void string(int one, long at) {
        if (one == ESC) {
            state = State.STRING_ESCAPE;
        } else if (one == 7 || one == CANCEL || one == SUBSTITUTE) {
            state = State.TEXT;
            seen.symbol(Symbols.BREAK, at, 0);
        } else if (one >= 0x80) {
            begin(one, at);
        } else if (one >= ' ' && one != 0x7f) {
            seen.symbol(one, at, 1);
        } else {
            seen.symbol(Symbols.BREAK, at, 0);
        }
    }

    private void stringEscape(int one, long at) {
        seen.symbol(Symbols.BREAK, at, 0);
        if (one == '\\') {
            state = State.TEXT;
        } else {
            // Any other sequence ends the string.
            state = State.ESCAPE;
            escape(one, at);
        }
    }
}
