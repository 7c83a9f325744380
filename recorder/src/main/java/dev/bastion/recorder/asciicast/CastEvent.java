package dev.bastion.recorder.asciicast;

import static java.util.Objects.requireNonNull;

/**
 * One event of a terminal recording.
 *
 * @param micros microseconds since the start
 * @param code what kind: {@code o i r m x}, or one that the format does not know yet
 * @param data text of it
 */
public record CastEvent(long micros, String code, String data) {

    public static final String OUTPUT = "o";
    public static final String INPUT = "i";
    public static final String RESIZE = "r";
    public static final String MARKER = "m";
    public static final String EXIT = "x";

    public CastEvent {
        if (micros < 0) {
            throw new IllegalArgumentException("time " + micros + " is below zero");
        }
        requireNonNull(code, "code is null");
        requireNonNull(data, "data is null");
    }

    /** Whether it puts something on the screen. */
    public boolean isOutput() {
        return code.equals(OUTPUT);
    }
}
