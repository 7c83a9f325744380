package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableFitsTheTerminalTest {
    private final Table table = new Table("ID", "TARGET", "REASON")
            .row("r-1", "prod-db-1", "a reason that is longer than the terminal is wide")
            .row("r-12", "db", "short");

    @Test
    void alignsColumns() {
        assertEquals(
                List.of(
                        "ID    TARGET     REASON",
                        "r-1   prod-db-1  a reason that is longer than the terminal is wide",
                        "r-12  db         short"),
                table.render(200, false));
    }

    @Test
    void cutsOnlyLastColumn() {
        List<String> lines = table.render(40, false);
        assertEquals("r-1   prod-db-1  a reason that is longe…", lines.get(1));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 40));
    }

    @Test
    void goesOnInTheNextLineWhereItHoldsSentences() {
        Table help = new Table("WORD", "MEANS")
                .withSentences()
                .row("--all", "the whole history, not the newest fifty")
                .row("--help", "this");
        assertEquals(
                List.of(
                        "WORD    MEANS",
                        "--all   the whole history,",
                        "        not the newest",
                        "        fifty",
                        "--help  this"),
                help.render(27, false));
        assertEquals(
                "--all   the whole history, not the newest fifty",
                help.render(200, false).get(1));
    }

    @Test
    void showsNothingOfEmptyTable() {
        assertEquals(List.of(), Page.of(new Table("ID")).render(80, false));
    }
}
