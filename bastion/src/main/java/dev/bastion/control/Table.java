package dev.bastion.control;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows under a heading, in columns two blanks apart; only its last column gives way on a narrow terminal: it is cut, or,
 * where it holds sentences, goes on in the next line.
 */
final class Table {
    private static final int GAP = 2;
    private static final int NARROWEST_LAST = 12;

    private final List<Cell> heading;
    private final List<List<Cell>> rows = new ArrayList<>();
    private boolean sentences;

    Table(String... heading) {
        this.heading =
                List.of(heading).stream().map(h -> new Cell(h, Tone.TITLE)).toList();
    }

    /** Of a table whose last column holds sentences, every word is shown. */
    Table withSentences() {
        sentences = true;
        return this;
    }

    /** Adds a row; each value is a {@link Cell} or is shown as its text. */
    Table row(Object... values) {
        if (values.length != heading.size()) {
            throw new IllegalArgumentException("%d values for %d columns".formatted(values.length, heading.size()));
        }
        List<Cell> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value instanceof Cell cell ? cell : Cell.of(String.valueOf(value)));
        }
        rows.add(List.copyOf(row));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, for a width of so many columns. */
    List<String> render(int cols, boolean colour) {
        int[] widths = new int[heading.size()];
        all().forEach(row -> widen(widths, row));
        int last = widths.length - 1;
        int before = 0;
        for (int i = 0; i < last; i++) {
            before += widths[i] + GAP;
        }
        widths[last] = Math.min(widths[last], Math.max(NARROWEST_LAST, cols - before));
        return all().stream()
                .flatMap(row -> sentences ? inPieces(row, widths[last]).stream() : Stream.of(row))
                .map(row -> line(row, widths, colour))
                .toList();
    }

    /** The row and what goes on below it, with nothing in the columns before. */
    private static List<List<Cell>> inPieces(List<Cell> row, int width) {
        List<List<Cell>> pieces = new ArrayList<>();
        Cell text = row.getLast();
        for (String piece : pieces(text.text(), width)) {
            List<Cell> cells = new ArrayList<>();
            for (Cell cell : row.subList(0, row.size() - 1)) {
                cells.add(pieces.isEmpty() ? cell : Cell.of(""));
            }
            cells.add(new Cell(piece, text.tone()));
            pieces.add(cells);
        }
        return pieces;
    }

    /** Broken between words; a word that is longer than the column is left to be cut. */
    private static List<String> pieces(String text, int width) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!piece.isEmpty() && piece.length() + 1 + word.length() > width) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            piece.append(piece.isEmpty() ? "" : " ").append(word);
        }
        pieces.add(piece.toString());
        return pieces;
    }

    private List<List<Cell>> all() {
        List<List<Cell>> all = new ArrayList<>();
        all.add(heading);
        all.addAll(rows);
        return all;
    }

    private static void widen(int[] widths, List<Cell> row) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).width());
        }
    }

    private static String line(List<Cell> row, int[] widths, boolean colour) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            Cell cell = row.get(i).within(widths[i]);
            line.append(colour ? cell.tone().paint(cell.text()) : cell.text());
            if (i < widths.length - 1) {
                line.repeat(' ', widths[i] - cell.width() + GAP);
            }
        }
        return line.toString().stripTrailing();
    }
}
