package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileWordsAreEscapedAndCutTest {
    @Test
    void escapesWhatMovesATerminalOrALog() {
        assertEquals("a\\x0ab\\x0d\\x1b[2J\\x9b\\x00", HostileText.line("a\nb\r\u001b[2J\u009b\u0000"));
        assertEquals("\\u202e\\u2028\\ud83d\\ude00", HostileText.line("\u202e\u2028\ud83d\ude00"));
    }

    @Test
    void cannotBeWrittenToLookLikeAnEscape() {
        assertEquals("\\x5cx0a", HostileText.line("\\x0a"));
    }

    @Test
    void leavesPrintableAsciiAsItIs() {
        String text = "user=\"postgres\" ~!@#$%^&*()";
        assertEquals(text, HostileText.line(text));
    }

    @Test
    void cutsWordsAndLines() {
        assertEquals(64, HostileText.word("x".repeat(100_000)).length());
        assertEquals(1024, HostileText.line("\n".repeat(100_000)).length());
    }

    @Test
    void isAlwaysOneShortPrintableLine() {
        Random random = new Random(11);
        for (int count = 0; count < 5000; count++) {
            String text = random.ints(random.nextInt(200), 0, 0x10000)
                    .collect(StringBuilder::new, (all, c) -> all.append((char) c), StringBuilder::append)
                    .toString();
            String shown = HostileText.word(text);
            assertTrue(shown.length() <= 64 && shown.chars().allMatch(c -> c >= ' ' && c < 0x7f), shown);
        }
    }
}
