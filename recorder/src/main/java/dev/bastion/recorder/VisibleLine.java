package dev.bastion.recorder;

import java.util.Arrays;

/**
 * The line on which a terminal's cursor stands, as far as one can tell without a whole screen: characters overwrite,
 * backspace and carriage return move, escape sequences vanish, and whatever leaves the line begins a new one. The same
 * model, told that it hears a keyboard, gives the line that was typed: erase keys take away. Bounded; for one thread.
 */
final class VisibleLine {

    private static final int WIDEST = 1024;
    private static final int ESC = 0x1b;

    private enum State {
        TEXT,
        ESCAPE,
        CSI,
        STRING,
        STRING_ESCAPE
    }

    private final boolean keyboard;
    private int[] cells = new int[32];
    private int length;
    private int cursor;
    private int linesLeft;
    private int parameter;
    private State state = State.TEXT;

    private VisibleLine(boolean keyboard) {
        this.keyboard = keyboard;
    }

    static VisibleLine ofScreen() {
        return new VisibleLine(false);
    }

    static VisibleLine ofKeyboard() {
        return new VisibleLine(true);
    }

    void feed(byte[] bytes, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            feed(bytes[i] & 0xff);
        }
    }

    void feed(int one) {
        switch (state) {
            case TEXT -> text(one);
            case ESCAPE -> escape(one);
            case CSI -> csi(one);
            case STRING -> {
                if (one == ESC) {
                    state = State.STRING_ESCAPE;
                } else if (one == 7 || one == '\n') {
                    state = State.TEXT;
                }
            }
            case STRING_ESCAPE -> state = one == '\\' ? State.TEXT : State.STRING;
        }
    }

    private void escape(int one) {
        state = switch (one) {
            case '[' -> State.CSI;
            case ']', 'P', '_', '^', 'X' -> State.STRING;
            case '(', ')', '*', '+', '#', '%', ' ' -> State.ESCAPE;
            default -> State.TEXT;
        };
        parameter = 0;
    }

    private void csi(int one) {
        if (one >= '0' && one <= '9') {
            parameter = Math.min(WIDEST, parameter * 10 + one - '0');
        } else if (one == ';') {
            parameter = 0;
        } else if (one >= 0x40 && one <= 0x7e) {
            state = State.TEXT;
            if (!keyboard) {
                moved(one);
            }
        } else if (one < 0x20 && one != ESC) {
            text(one);
        }
    }

    private void moved(int last) {
        switch (last) {
            case 'C' -> cursor = Math.min(length, cursor + Math.max(1, parameter));
            case 'D' -> cursor = Math.max(0, cursor - Math.max(1, parameter));
            case 'G' -> cursor = Math.min(length, Math.max(0, parameter - 1));
            case 'K' -> length = Math.min(length, cursor);
            case 'H', 'f', 'd', 'A', 'B', 'E', 'F', 'J' -> leave();
            default -> {
                // Colours, modes and what else does not move the cursor.
            }
        }
    }

    private void text(int one) {
        if (one == ESC) {
            state = State.ESCAPE;
        } else if (one >= 0x80 && one < 0xc0) {
            if (cursor > 0) {
                cells[cursor - 1] = cells[cursor - 1] << 8 | one;
            }
        } else if (one >= ' ' && one != 0x7f) {
            put(one);
        } else if (keyboard) {
            key(one);
        } else {
            control(one);
        }
    }

    private void put(int cell) {
        if (cursor == WIDEST) {
            return;
        }
        if (cursor == cells.length) {
            cells = Arrays.copyOf(cells, cells.length * 2);
        }
        cells[cursor++] = cell;
        length = Math.max(length, cursor);
    }

    private void key(int one) {
        switch (one) {
            case 8, 0x7f -> length = Math.max(0, length - 1);
            case 0x15 -> length = 0;
            case 0x17 -> eraseWord();
            default -> {
                // Other keys of control bring nothing that would be echoed as text.
            }
        }
        cursor = length;
    }

    private void eraseWord() {
        while (length > 0 && cells[length - 1] == ' ') {
            length--;
        }
        while (length > 0 && cells[length - 1] != ' ') {
            length--;
        }
    }

    private void control(int one) {
        switch (one) {
            case 8 -> cursor = Math.max(0, cursor - 1);
            case '\r' -> cursor = 0;
            case '\n', 0x0b, 0x0c -> leave();
            default -> {
                // Bells and the like.
            }
        }
    }

    private void leave() {
        length = 0;
        cursor = 0;
        linesLeft++;
    }

    int length() {
        return length;
    }

    /** How often the cursor left a line. */
    int linesLeft() {
        return linesLeft;
    }

    /** Characters of this line from its first that is no blank which equal the other's from a position on. */
    int commonWith(VisibleLine other, int otherFrom) {
        int mine = afterBlanks(0);
        int theirs = other.afterBlanks(otherFrom);
        int common = 0;
        while (mine + common < length
                && theirs + common < other.length
                && cells[mine + common] == other.cells[theirs + common]) {
            common++;
        }
        return common;
    }

    /** Characters from a position on, leading blanks not counted. */
    int lengthFrom(int from) {
        return length - afterBlanks(from);
    }

    private int afterBlanks(int from) {
        int at = Math.min(from, length);
        while (at < length && cells[at] == ' ') {
            at++;
        }
        return at;
    }

    /** What stands before the cursor. */
    String beforeCursor() {
        byte[] bytes = new byte[cursor * 4];
        int count = 0;
        for (int i = 0; i < cursor; i++) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                int part = cells[i] >>> shift & 0xff;
                if (part != 0) {
                    bytes[count++] = (byte) part;
                }
            }
        }
        return new String(bytes, 0, count, java.nio.charset.StandardCharsets.UTF_8);
    }
}
