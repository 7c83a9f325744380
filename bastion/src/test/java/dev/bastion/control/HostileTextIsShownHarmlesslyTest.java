package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** THREATS T19: whatever a host or a person wrote, a list never makes the reader's terminal do anything. */
class HostileTextIsShownHarmlesslyTest {
    private static final String HOSTILE = "a\u001b]52;c;aGk=\u0007\u009b6n\u202eb\r\nc";

    @Test
    void spellsControlCharactersOut() {
        assertEquals("a\\u001b]52;c;aGk=\\u0007\\u009b6n\\u202eb\\u000d\\u000ac", PlainText.line(HOSTILE));
    }

    @Test
    void keepsOrdinaryText() {
        assertEquals("déjà vu 满了 👩‍💻", PlainText.line("déjà vu 满了 👩‍💻"));
    }

    @Test
    void cutsLongText() {
        assertEquals("aaaa…", PlainText.line("a".repeat(100_000), 5));
        assertEquals("aaaaa", PlainText.line("aaaaa", 5));
        assertEquals("a…", PlainText.line("a👩👩", 3));
    }

    @Test
    void keepsOnlyLineFeedsOfSeveralLines() {
        assertEquals("a\\u0007\nb", PlainText.lines("a\u0007\r\nb\n"));
    }

    @Test
    void makesEveryCellOfEveryTableHarmless() {
        Table table = new Table("ID", "REASON").row("r-1", HOSTILE);
        assertTrue(table.render(80, false).stream().noneMatch(HostileTextIsShownHarmlesslyTest::harmful));
    }

    @Test
    void addsNothingButColourOnTerminal() {
        Page page = Page.of(new Table("ID", "REASON").row(new Cell(HOSTILE, Tone.BAD), HOSTILE));
        for (String line : page.render(80, true)) {
            assertFalse(harmful(line.replaceAll("\u001b\\[\\d+m", "")), line);
        }
    }

    @Test
    void keepsJsonValidAndHarmless() throws Exception {
        String json = Json.line(Json.object().put("reason", HOSTILE));
        assertFalse(harmful(json));
        assertEquals(HOSTILE, new ObjectMapper().readTree(json).get("reason").asText());
    }

    private static boolean harmful(String line) {
        return line.codePoints().anyMatch(PlainText::isHarmful);
    }
}
