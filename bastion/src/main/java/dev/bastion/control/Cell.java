package dev.bastion.control;

import static java.util.Objects.requireNonNull;

/**
 * A piece of text in an answer, harmless by construction.
 *
 * @param text what is shown, made plain
 * @param tone how
 */
record Cell(String text, Tone tone) {
    Cell {
        text = PlainText.line(requireNonNull(text, "text is null"));
        requireNonNull(tone, "tone is null");
    }

    static Cell of(String text) {
        return new Cell(text, Tone.PLAIN);
    }

    int width() {
        return text.codePointCount(0, text.length());
    }

    /** The same, cut to a number of characters. */
    Cell within(int cols) {
        return width() <= cols ? this : new Cell(text.substring(0, text.offsetByCodePoints(0, cols - 1)) + "…", tone);
    }
}
