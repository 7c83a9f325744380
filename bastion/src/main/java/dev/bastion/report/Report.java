package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A table of facts with a title.
 *
 * @param notes sentences above the table, such as over what span and from which ledger
 * @param columns names in snake_case, as JSON has them
 * @param rows as many texts as there are columns; none is null
 * @param leading so many columns at the left say what a row belongs to: for people, rows that are alike in them stand together
 */
public record Report(String title, List<String> notes, List<String> columns, List<List<String>> rows, int leading) {
    public Report {
        requireNonNull(title, "title is null");
        notes = List.copyOf(notes);
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        int width = columns.size();
        if (rows.stream().anyMatch(row -> row.size() != width)) {
            throw new IllegalArgumentException("a row has not as many cells as there are columns");
        }
        if (leading < 0 || leading > width) {
            throw new IllegalArgumentException("%d leading columns of %d".formatted(leading, width));
        }
    }

    /** One whose rows stand for themselves. */
    public Report(String title, List<String> notes, List<String> columns, List<List<String>> rows) {
        this(title, notes, columns, rows, 0);
    }

    /** Whether a row belongs to the same thing as the one before it. */
    boolean goesOn(int row) {
        return leading > 0
                && row > 0
                && rows.get(row).subList(0, leading).equals(rows.get(row - 1).subList(0, leading));
    }

    /** A moment to the second, in RFC 3339. */
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
