package dev.bastion.recorder.mask;

import java.util.List;

/**
 * What stands behind {@code password=}, {@code "token": } and their like. It is masked as it comes, so that nothing is held back. A
 * value ends where a shell would begin to run something: nobody hides a command in one.
 */
final class Passwords extends Detector {

    private static final List<String> NAMES = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "token",
            "apikey",
            "api_key",
            "api-key",
            "access_key",
            "access-key",
            "secret_key",
            "private_key",
            "_pwd",
            "_pass",
            "-pass");

    /** What follows it and a colon is said by the program of that name. */
    private static final String SPEAKS = "passwd";

    private static final int LONGEST = 256;
    private static final String ENDS = " \"';|&<>()`";

    private enum State {
        IDLE,
        OPENING,
        VALUE
    }

    private State state = State.IDLE;
    private long first = NONE;
    private boolean colon;
    private boolean blankBefore;
    private boolean blank;
    private int quote;
    private int last;
    private int length;
    private boolean counted;

    Passwords(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return symbol == '=' || symbol == ':';
    }

    @Override
    void next(int symbol, long at) {
        switch (state) {
            case IDLE -> {
                if (named(symbol)) {
                    state = State.OPENING;
                    first = at;
                    colon = symbol == ':';
                }
            }
            case OPENING -> opening(symbol, at);
            case VALUE -> value(symbol, at);
        }
    }

    private boolean named(int symbol) {
        int place = 1;
        blankBefore = tail.before(place) == ' ';
        place += blankBefore ? 1 : 0;
        place += quote(tail.before(place)) ? 1 : 0;
        for (String name : NAMES) {
            if (tail.endsWith(name, place)) {
                return symbol == '=' || !name.equals(SPEAKS);
            }
        }
        return false;
    }

    private static boolean quote(int symbol) {
        return symbol == '"' || symbol == '\'';
    }

    /** A shell runs what stands behind {@code password=} and a blank, unless a blank stood before as well. */
    private void opening(int symbol, long at) {
        if (symbol == ' ' && !blank && (colon || blankBefore)) {
            blank = true;
        } else if (quote(symbol)) {
            quote = symbol;
            state = State.VALUE;
        } else if ((colon && !blank) || symbol == '=' || symbol < 0 || ENDS.indexOf(symbol) >= 0) {
            reset();
        } else {
            state = State.VALUE;
            value(symbol, at);
        }
    }

    private void value(int symbol, long at) {
        if (ends(symbol) || length == LONGEST) {
            reset();
            return;
        }
        last = symbol;
        length++;
        if (findings.mask(at, at + 1) && !counted) {
            counted = true;
            findings.found(MaskKind.PASSWORD, at, at + 1);
        }
    }

    private boolean ends(int symbol) {
        if (symbol < 0) {
            return true;
        }
        return switch (quote) {
            case 0 -> ENDS.indexOf(symbol) >= 0;
            case '\'' -> symbol == quote;
            default -> (symbol == quote && last != '\\') || symbol == '`' || (symbol == '(' && last == '$');
        };
    }

    @Override
    void erase() {
        if (state != State.VALUE || length == 0) {
            reset();
        } else {
            length--;
        }
    }

    @Override
    boolean certain() {
        return state == State.VALUE;
    }

    @Override
    long start() {
        return first;
    }

    @Override
    long from() {
        return NONE;
    }

    @Override
    void reset() {
        state = State.IDLE;
        first = NONE;
        blank = false;
        quote = 0;
        last = 0;
        length = 0;
        counted = false;
    }
}
