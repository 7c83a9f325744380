package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ssh has eaten the quotes; what is left is understood as it was meant, and nothing is ever expanded. */
class CommandLineIsSplitAsPeopleMeanItTest {
    private static List<String> arguments(String line) {
        return Arguments.of(Words.of(line));
    }

    @Test
    void splitsAtBlanks() {
        assertEquals(List.of("request", "prod-db-1", "--for", "45m"), arguments("  request prod-db-1\t--for \n 45m "));
    }

    @Test
    void takesEveryWordOfReasonUpToNextOption() {
        assertEquals(
                List.of("request", "--reason=disk is full", "--login", "postgres"),
                arguments("request --reason disk is full --login postgres"));
    }

    @Test
    void takesReasonGivenWithEqualsSign() {
        assertEquals(List.of("deny", "--reason=not now", "--json"), arguments("deny --reason=not now --json"));
    }

    @Test
    void keepsLoneApostropheAsText() {
        assertEquals(List.of("deny", "--reason=it's late"), arguments("deny --reason it's late"));
    }

    @Test
    void keepsTwoApostrophesInsideWordsAsText() {
        assertEquals(List.of("deny", "--reason=it's bob's turn"), arguments("deny --reason it's bob's turn"));
    }

    @Test
    void keepsLoneOpeningQuoteAsText() {
        assertEquals(List.of("deny", "--reason='tis the season"), arguments("deny --reason 'tis the season"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request db --reason \"see --ticket docs\" --wait",
                "request db --reason 'see --ticket docs' --wait",
                "request db --reason=\"see --ticket docs\" --wait",
                "request db --reason see '--ticket docs' --wait"
            })
    void honoursBalancedQuotes(String line) {
        assertEquals(List.of("request", "db", "--reason=see --ticket docs", "--wait"), arguments(line));
    }

    @Test
    void keepsBlanksInsideQuotes() {
        assertEquals(List.of("export", "a  b"), arguments("export 'a  b'"));
    }

    @Test
    void leavesDashesAndFileSignsAndVariablesAlone() {
        assertEquals(
                List.of("deny", "--reason=-- @/etc/passwd ${HOME} $(id) -f"),
                arguments("deny --reason -- @/etc/passwd ${HOME} $(id) -f"));
    }

    @Test
    void refusesReasonWithoutText() {
        assertEquals(
                "--reason has no text",
                assertThrows(UsageException.class, () -> arguments("deny r-1 --reason --json"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024 + 1, 64 * 1024 * 1024})
    void refusesLongLineWithSentence(int length) {
        String line = "deny r-1 --reason " + "a".repeat(length - 18);
        UsageException refusal = assertThrows(UsageException.class, () -> Words.of(line));
        assertEquals("the command is longer than 65536 bytes", refusal.getMessage());
    }

    @Test
    void measuresLineInBytes() {
        assertThrows(UsageException.class, () -> Words.of("ä".repeat(40_000)));
        assertEquals(1, Words.of("a".repeat(65_536)).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b]52;c;aGk=\u0007", "\u0000", "\u009b2J", "\u202egnp.exe", "\u2028", "\u007f"})
    void refusesControlCharacters(String hostile) {
        UsageException refusal =
                assertThrows(UsageException.class, () -> Words.of("deny r-1 --reason a" + hostile + "b"));
        assertTrue(refusal.getMessage().chars().noneMatch(PlainText::isHarmful), refusal.getMessage());
    }

    @Test
    void takesEveryLanguage() {
        assertEquals(
                List.of("deny", "--reason=diskette voll – 满了 👩‍💻"),
                arguments("deny --reason diskette voll – 满了 👩‍💻"));
    }
}
