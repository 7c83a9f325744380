package dev.bastion.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** An answer as text: lines and tables in order, laid out when the width is known. Not thread-safe. */
final class Page {
    private final List<BiFunction<Integer, Boolean, List<String>>> parts = new ArrayList<>();

    static Page of(String line) {
        return new Page().line(line);
    }

    static Page of(Table table) {
        return new Page().table(table);
    }

    Page line(String text) {
        return line(Cell.of(text));
    }

    Page line(Cell cell) {
        parts.add((cols, colour) -> List.of(colour ? cell.tone().paint(cell.text()) : cell.text()));
        return this;
    }

    Page title(String text) {
        return line(new Cell(text, Tone.TITLE));
    }

    Page blank() {
        return line("");
    }

    /** A table, or nothing when it has no rows. */
    Page table(Table table) {
        parts.add((cols, colour) -> table.isEmpty() ? List.of() : table.render(cols, colour));
        return this;
    }

    List<String> render(int cols, boolean colour) {
        return parts.stream().flatMap(part -> part.apply(cols, colour).stream()).toList();
    }
}
