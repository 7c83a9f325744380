package dev.bastion.recorder;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Decides which input is withheld from a recording (THREATS.md T14): one line of at most 256 bytes, and only when both
 * signs are there, a secret's prompt as the last line of output and no echo. Everything else is kept, unechoed input too.
 * Input is held back only after such a prompt, until its echo is seen or its line has ended and a moment has passed.
 *
 * <p>Times are nanoseconds of any steady clock. For one thread.
 */
final class InputRedactor {

    static final int LONGEST_LINE = 256;

    /** How long after the end of the line an echo may take. */
    static final long ECHO_WITHIN = TimeUnit.MILLISECONDS.toNanos(500);

    /** So many equal characters are an echo; fewer only if they are the whole line. */
    private static final int ECHO_CERTAIN = 4;

    /** So much may wait behind a line that is not decided yet. */
    private static final int MOST_WAITING = 64 << 10;

    /** Where decided input goes. */
    interface Sink {
        void keep(long nanos, byte[] bytes, int offset, int length);

        void withheld(long nanos, String prompt, int bytes);
    }

    /** Bytes that came at once. */
    private static final class Piece {
        private final long nanos;
        private final byte[] bytes;

        Piece(long nanos, byte[] bytes) {
            this.nanos = nanos;
            this.bytes = bytes;
        }
    }

    private static final Piece NOTHING = new Piece(0, new byte[0]);

    private enum State {
        PASSING,
        HOLDING,
        DECIDING
    }

    private final Sink sink;
    private final SecretPrompt[] prompts;
    private State state = State.PASSING;
    private String prompt = "";
    private int heldBytes;
    private int waitingBytes;
    private long decideAt;
    private ArrayDeque<Piece> held = new ArrayDeque<>(0);
    private ArrayDeque<Piece> waiting = new ArrayDeque<>(0);
    private VisibleLine typed = VisibleLine.ofKeyboard();
    private VisibleLine echo = VisibleLine.ofScreen();
    private Piece lineEnd = NOTHING;
    private int typedBeforeThisLine;

    /** Watches so many streams of output. */
    InputRedactor(Sink sink, int outputs) {
        this.sink = sink;
        this.prompts = new SecretPrompt[outputs];
        for (int i = 0; i < outputs; i++) {
            prompts[i] = new SecretPrompt();
        }
    }

    void output(int which, byte[] bytes, int offset, int length) {
        prompts[which].output(bytes, offset, length);
        if (state == State.PASSING) {
            return;
        }
        for (int i = offset; i < offset + length && state != State.PASSING; i++) {
            if (bytes[i] == '\n' && echoed(true)) {
                keepHeld();
                continue;
            }
            int lines = echo.linesLeft();
            echo.feed(bytes[i] & 0xff);
            if (echo.linesLeft() != lines) {
                lineLeft();
            } else if (echoed(state == State.DECIDING)) {
                keepHeld();
            }
        }
    }

    /** The output went to another line: what was typed is echoed on that line from here on, or was not at all. */
    private void lineLeft() {
        if (state == State.DECIDING) {
            decide();
        } else {
            typedBeforeThisLine = typed.length();
        }
    }

    void input(long nanos, byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        switch (state) {
            case PASSING -> {
                Optional<String> asked = asked();
                if (asked.isEmpty()) {
                    sink.keep(nanos, bytes, offset, length);
                } else {
                    begin(asked.get());
                    hold(nanos, bytes, offset, length);
                }
            }
            case HOLDING -> hold(nanos, bytes, offset, length);
            case DECIDING -> queue(nanos, bytes, offset, length);
        }
    }

    /** When {@link #due} wants to be called. */
    OptionalLong deadline() {
        return state == State.DECIDING ? OptionalLong.of(decideAt) : OptionalLong.empty();
    }

    void due(long nanos) {
        if (state == State.DECIDING && nanos - decideAt >= 0) {
            decide();
        }
    }

    /** No more comes: what is held is decided now. */
    void close() {
        while (state != State.PASSING) {
            decide();
        }
    }

    /** Bytes that are neither kept nor withheld yet. */
    int undecided() {
        return heldBytes + lineEnd.bytes.length + waitingBytes;
    }

    private Optional<String> asked() {
        for (SecretPrompt one : prompts) {
            if (one.prompt().isPresent()) {
                return one.prompt();
            }
        }
        return Optional.empty();
    }

    private void begin(String asked) {
        for (SecretPrompt one : prompts) {
            one.answered();
        }
        prompt = asked;
        state = State.HOLDING;
        typed = VisibleLine.ofKeyboard();
        echo = VisibleLine.ofScreen();
        typedBeforeThisLine = 0;
    }

    private void hold(long nanos, byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && !endsLine(bytes[end])) {
            end++;
        }
        int line = end - offset;
        heldBytes += line;
        held.add(new Piece(nanos, copy(bytes, offset, line)));
        typed.feed(bytes, offset, line);
        if (heldBytes > LONGEST_LINE) {
            keepHeld();
            sink.keep(nanos, bytes, end, length - line);
            return;
        }
        if (line == length) {
            return;
        }
        state = State.DECIDING;
        decideAt = nanos + ECHO_WITHIN;
        int after = end + 1;
        if (bytes[end] == '\r' && after < offset + length && bytes[after] == '\n') {
            after++;
        }
        lineEnd = new Piece(nanos, copy(bytes, end, after - end));
        queue(nanos, bytes, after, offset + length - after);
        if (typed.length() == 0 || echoed(true)) {
            keepHeld();
        }
    }

    /** Return and newline, and the keys that give a line up: interrupt, end of file, suspend, quit. */
    private static boolean endsLine(byte one) {
        return one == '\r' || one == '\n' || one == 3 || one == 4 || one == 0x1a || one == 0x1c;
    }

    private void queue(long nanos, byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        waiting.add(new Piece(nanos, copy(bytes, offset, length)));
        waitingBytes += length;
        if (waitingBytes > MOST_WAITING) {
            decide();
        }
    }

    private boolean echoed(boolean lineEnded) {
        int expected = typed.lengthFrom(typedBeforeThisLine);
        int common = echo.commonWith(typed, typedBeforeThisLine);
        return common >= ECHO_CERTAIN || (lineEnded && expected > 0 && common == expected);
    }

    private void decide() {
        if (typed.length() == 0 || echoed(true)) {
            keepHeld();
            return;
        }
        long when = held.isEmpty() ? decideAt : held.getLast().nanos;
        int bytes = heldBytes;
        held = new ArrayDeque<>(0);
        heldBytes = 0;
        state = State.PASSING;
        sink.withheld(when, prompt, bytes);
        passRest();
    }

    private void keepHeld() {
        ArrayDeque<Piece> pieces = held;
        held = new ArrayDeque<>(0);
        heldBytes = 0;
        state = State.PASSING;
        pieces.forEach(this::keep);
        passRest();
    }

    private void keep(Piece piece) {
        if (piece.bytes.length > 0) {
            sink.keep(piece.nanos, piece.bytes, 0, piece.bytes.length);
        }
    }

    /** What ended the line belongs to it; what waits behind may answer a prompt that came meanwhile. */
    private void passRest() {
        keep(lineEnd);
        lineEnd = NOTHING;
        ArrayDeque<Piece> pieces = waiting;
        waiting = new ArrayDeque<>(0);
        waitingBytes = 0;
        pieces.forEach(piece -> input(piece.nanos, piece.bytes, 0, piece.bytes.length));
    }

    private static byte[] copy(byte[] bytes, int offset, int length) {
        return java.util.Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
