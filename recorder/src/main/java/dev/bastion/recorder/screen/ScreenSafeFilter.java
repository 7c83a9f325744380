package dev.bastion.recorder.screen;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lets through of a terminal's output what cannot make the reviewer's terminal answer, remember or type (THREATS.md T19):
 * text, line control, and the sequences for colour, cursor, erasing and harmless screen modes. Everything else is dropped:
 * OSC, DCS, APC, PM, SOS, titles, queries, modes that change what keys send, the C1 controls. State is kept from one piece
 * to the next, so that a sequence that is split is judged as one. For one thread.
 */
public final class ScreenSafeFilter {

    private static final int ESC = 0x1b;
    private static final int LONGEST_SEQUENCE = 128;

    /** An unterminated string swallows no more than this; what follows is shown as text. */
    private static final int LONGEST_STRING = 64 << 10;

    private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);

    private enum State {
        TEXT,
        ESCAPE,
        ESCAPE_MORE,
        CSI,
        STRING,
        STRING_ESCAPE
    }

    private final ByteArrayOutputStream sequence = new ByteArrayOutputStream(32);
    private final CharacterGuard characters = new CharacterGuard();
    private final ScreenModes modes = new ScreenModes();
    private State state = State.TEXT;
    private int stringLength;
    private boolean bellEndsString;

    /** What of these bytes may be shown. */
    public byte[] filter(byte[] bytes, int offset, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 16);
        for (int i = offset; i < offset + length; i++) {
            next(bytes[i] & 0xff, out);
        }
        return out.toByteArray();
    }

    /** What of this text may be shown. */
    public byte[] filter(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return filter(bytes, 0, bytes.length);
    }

    /** What puts the terminal back in order after everything that was let through. Ask at the end, however it comes. */
    public byte[] reset() {
        state = State.TEXT;
        return modes.reset();
    }

    private void next(int one, ByteArrayOutputStream out) {
        switch (state) {
            case TEXT -> text(one, out);
            case ESCAPE -> escape(one, out);
            case ESCAPE_MORE -> escapeMore(one, out);
            case CSI -> csi(one, out);
            case STRING, STRING_ESCAPE -> string(one, out);
        }
    }

    private void text(int one, ByteArrayOutputStream out) {
        if (one >= 0x80) {
            characters.more(one, out);
            return;
        }
        characters.end(out);
        if (one == ESC) {
            beginSequence();
        } else if ((one >= ' ' && one != 0x7f) || lineControl(one)) {
            out.write(one);
        }
    }

    /** Backspace, tab, the three line feeds, return, and the shifts that line drawing needs. */
    private static boolean lineControl(int one) {
        return one >= 8 && one <= 0x0f;
    }

    private void beginSequence() {
        sequence.reset();
        sequence.write(ESC);
        state = State.ESCAPE;
    }

    private void escape(int one, ByteArrayOutputStream out) {
        switch (one) {
            case ESC -> beginSequence();
            case '[' -> {
                sequence.write(one);
                state = State.CSI;
            }
            case ']', 'P', '_', '^', 'X', 'k' -> {
                // OSC, DCS, APC, PM, SOS, and screen's own title.
                state = State.STRING;
                stringLength = 0;
                bellEndsString = one == ']';
            }
            case '(', ')', '*', '+', '-', '.', '/', '#', '%', ' ', '!', '"', '$', '&', '\'', ',' -> {
                sequence.write(one);
                state = State.ESCAPE_MORE;
            }
            case '7', '8', 'D', 'E', 'H', 'M' -> {
                out.write(ESC);
                out.write(one);
                state = State.TEXT;
            }
            case 'c' -> {
                // A full reset may resize and forget; what people see of it is an empty screen.
                out.writeBytes("\u001b[0m\u001b[H\u001b[2J".getBytes(StandardCharsets.US_ASCII));
                state = State.TEXT;
            }
            default -> {
                state = State.TEXT;
                if (one < ' ' || one >= 0x80) {
                    text(one, out);
                }
            }
        }
    }

    private void escapeMore(int one, ByteArrayOutputStream out) {
        if (one == ESC) {
            beginSequence();
            return;
        }
        if (one >= 0x20 && one < 0x30 && sequence.size() < LONGEST_SEQUENCE) {
            sequence.write(one);
            return;
        }
        state = State.TEXT;
        if (one < ' ' || one >= 0x80) {
            text(one, out);
            return;
        }
        byte[] begun = sequence.toByteArray();
        boolean charset = begun.length == 2
                && (begun[1] == '(' || begun[1] == ')' || begun[1] == '*' || begun[1] == '+')
                && (one == '0' || one == 'A' || one == 'B');
        if (charset) {
            out.writeBytes(begun);
            out.write(one);
        }
    }

    private void csi(int one, ByteArrayOutputStream out) {
        if (one == ESC) {
            beginSequence();
        } else if (one == 0x18 || one == 0x1a) {
            state = State.TEXT;
        } else if (one < ' ') {
            // Terminals obey control characters inside a sequence.
            if (lineControl(one)) {
                out.write(one);
            }
        } else if (one >= 0x80) {
            state = State.TEXT;
            text(one, out);
        } else if (one < 0x40) {
            if (sequence.size() <= LONGEST_SEQUENCE) {
                sequence.write(one);
            }
        } else if (one != 0x7f) {
            state = State.TEXT;
            if (sequence.size() <= LONGEST_SEQUENCE && modes.passes(sequence.toByteArray(), one)) {
                out.writeBytes(sequence.toByteArray());
                out.write(one);
            }
        }
    }

    private void string(int one, ByteArrayOutputStream out) {
        stringLength++;
        if (state == State.STRING_ESCAPE) {
            if (one == '\\') {
                state = State.TEXT;
            } else {
                // Any other sequence ends the string and is judged by itself.
                beginSequence();
                escape(one, out);
            }
        } else if (one == ESC) {
            state = State.STRING_ESCAPE;
        } else if (one == 0x18 || one == 0x1a || (one == 7 && bellEndsString) || stringLength > LONGEST_STRING) {
            state = State.TEXT;
        }
    }

    /** Lets whole characters pass, replaces what is no UTF-8, drops the C1 controls, which some terminals obey. */
    private static final class CharacterGuard {

        private final byte[] held = new byte[4];
        private int count;
        private int expected;

        void more(int one, ByteArrayOutputStream out) {
            boolean continues = one < 0xc0;
            if (!continues || count == 0) {
                end(out);
                expected = one >= 0xf0 && one <= 0xf4
                        ? 4
                        : one >= 0xe0 && one < 0xf0 ? 3 : one >= 0xc2 && one < 0xe0 ? 2 : 0;
                if (expected == 0) {
                    out.writeBytes(REPLACEMENT);
                    return;
                }
            }
            held[count++] = (byte) one;
            if (count == expected) {
                complete(out);
            }
        }

        private void complete(ByteArrayOutputStream out) {
            String text = new String(held, 0, count, StandardCharsets.UTF_8);
            count = 0;
            if (text.charAt(0) >= 0x80 && text.charAt(0) < 0xa0) {
                return;
            }
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        /** What is incomplete becomes one replacement. */
        void end(ByteArrayOutputStream out) {
            if (count > 0) {
                count = 0;
                out.writeBytes(REPLACEMENT);
            }
        }
    }
}
