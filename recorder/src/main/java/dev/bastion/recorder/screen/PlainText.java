package dev.bastion.recorder.screen;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A terminal's output as plain lines: escape sequences are gone, return and backspace have overwritten. Programs that paint
 * the whole screen leave what they wrote line by line. Lines are bounded. For one thread.
 */
public final class PlainText {

    private static final int LONGEST_LINE = 16 << 10;
    private static final int ESC = 0x1b;

    private enum State {
        TEXT,
        ESCAPE,
        ESCAPE_MORE,
        CSI,
        STRING,
        STRING_ESCAPE
    }

    private int[] line = new int[256];
    private int length;
    private int cursor;
    private int parameter;
    private State state = State.TEXT;

    /** The lines that became complete with this text, each with its end. */
    public String next(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(point -> next(point, out));
        return out.toString();
    }

    /** The last line, if it has no end. */
    public String rest() {
        StringBuilder out = new StringBuilder();
        if (length > 0) {
            endLine(out);
        }
        return out.toString();
    }

    /** The same for bytes that hold whole characters. */
    public byte[] next(byte[] utf8) {
        return next(new String(utf8, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private void next(int point, StringBuilder out) {
        switch (state) {
            case TEXT -> text(point, out);
            case ESCAPE -> {
                parameter = 0;
                state = switch (point) {
                    case '[' -> State.CSI;
                    case ']', 'P', '_', '^', 'X', 'k' -> State.STRING;
                    case '(', ')', '*', '+', '#', '%', ' ' -> State.ESCAPE_MORE;
                    default -> State.TEXT;
                };
            }
            case ESCAPE_MORE -> state = State.TEXT;
            case CSI -> csi(point, out);
            case STRING -> {
                if (point == ESC) {
                    state = State.STRING_ESCAPE;
                } else if (point == 7 || point == 0x18 || point == 0x1a) {
                    state = State.TEXT;
                }
            }
            case STRING_ESCAPE -> state = point == '\\' ? State.TEXT : State.STRING;
        }
    }

    private void csi(int point, StringBuilder out) {
        if (point >= '0' && point <= '9') {
            parameter = Math.min(LONGEST_LINE, parameter * 10 + point - '0');
        } else if (point == ';') {
            parameter = 0;
        } else if (point == ESC) {
            state = State.ESCAPE;
        } else if (point >= 0x40) {
            state = State.TEXT;
            moved(point, out);
        } else if (point < ' ') {
            text(point, out);
        }
    }

    private void moved(int last, StringBuilder out) {
        switch (last) {
            case 'C' -> cursor = Math.min(LONGEST_LINE - 1, cursor + Math.max(1, parameter));
            case 'D' -> cursor = Math.max(0, cursor - Math.max(1, parameter));
            case 'G' -> cursor = Math.max(0, parameter - 1);
            case 'K' -> length = parameter == 0 ? Math.min(length, cursor) : 0;
            case 'H', 'f', 'd', 'A', 'B', 'E', 'F' -> {
                if (length > 0) {
                    endLine(out);
                }
            }
            default -> {
                // Colours and modes leave no trace in text.
            }
        }
    }

    private void text(int point, StringBuilder out) {
        switch (point) {
            case ESC -> state = State.ESCAPE;
            case '\n', 0x0b, 0x0c -> endLine(out);
            case '\r' -> cursor = 0;
            case '\b' -> cursor = Math.max(0, cursor - 1);
            case '\t' -> put('\t', out);
            default -> {
                if (!Character.isISOControl(point)) {
                    put(point, out);
                }
            }
        }
    }

    private void put(int point, StringBuilder out) {
        if (cursor >= LONGEST_LINE) {
            endLine(out);
        }
        if (cursor >= line.length) {
            line = Arrays.copyOf(line, Math.max(cursor + 1, line.length * 2));
        }
        while (length < cursor) {
            line[length++] = ' ';
        }
        line[cursor++] = point;
        length = Math.max(length, cursor);
    }

    private void endLine(StringBuilder out) {
        int end = length;
        while (end > 0 && line[end - 1] == ' ') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            out.appendCodePoint(line[i]);
        }
        out.append('\n');
        length = 0;
        cursor = 0;
    }
}
