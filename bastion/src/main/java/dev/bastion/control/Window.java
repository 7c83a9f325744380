package dev.bastion.control;

/**
 * The size of a terminal in characters. A client may say nothing useful (0 by 0, or numbers beyond any screen), so
 * both are brought into a range that text can be laid out in. Immutable.
 *
 * @param cols columns, 20 to 500
 * @param rows rows, 5 to 500
 */
public record Window(int cols, int rows) {
    private static final int LARGEST = 500;

    public Window {
        cols = cols <= 0 ? 80 : Math.clamp(cols, 20, LARGEST);
        rows = rows <= 0 ? 24 : Math.clamp(rows, 5, LARGEST);
    }
}
