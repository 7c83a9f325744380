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
 */
public record Report(String title, List<String> notes, List<String> columns, List<List<String>> rows) {
    public Report {
        requireNonNull(title, "title is null");
        notes = List.copyOf(notes);
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        int width = columns.size();
        if (rows.stream().anyMatch(row -> row.size() != width)) {
            throw new IllegalArgumentException("a row has not as many cells as there are columns");
        }
    }

    /** A moment to the second, in RFC 3339. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
