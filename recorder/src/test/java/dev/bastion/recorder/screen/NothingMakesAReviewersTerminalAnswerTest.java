package dev.bastion.recorder.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NothingMakesAReviewersTerminalAnswerTest {

    private static String filter(String text) {
        return new String(new ScreenSafeFilter().filter(text), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]52;c;ZWNobyBwd25lZAo=\u0007",
                "\u001b]52;c;ZWNobyBwd25lZAo=\u001b\\",
                "\u001b]0;title\u0007",
                "\u001b]10;?\u0007",
                "\u001b]8;;http://evil\u001b\\",
                "\u001bP$qm\u001b\\",
                "\u001bP+q544e\u001b\\",
                "\u001b_Gf=100;AAAA\u001b\\",
                "\u001b^private\u001b\\",
                "\u001bXstring\u001b\\",
                "\u001bktitle\u001b\\",
                "\u001b[c",
                "\u001b[0c",
                "\u001b[>c",
                "\u001b[=c",
                "\u001b[5n",
                "\u001b[6n",
                "\u001b[?6n",
                "\u001b[21t",
                "\u001b[18t",
                "\u001b[>q",
                "\u001b[>0q",
                "\u001b[?25$p",
                "\u001b[4$p",
                "\u001b[x",
                "\u001b[1;1;1;1;1;1*y",
                "\u001b[?u",
                "\u001b[>1u",
                "\u001b[>4;2m",
                "\u001b[?4m",
                "\u001b[?1;1;0S",
                "\u001b[1;2;3;4;5T",
                "\u001b[5i",
                "\u001b[?1000h",
                "\u001b[?1004h",
                "\u001b[?1006;25h",
                "\u001b[?2004h",
                "\u001b[?1h",
                "\u001b[12h",
                "\u001b[2h",
                "\u001b[20h",
                "\u001bZ",
                "\u001b=",
                "\u001b>",
                "\u001b%@",
                "\u001b F",
                "\u001b#8",
                "\u0005",
                "\u0007",
                "\u0000",
                "\u007f",
                "\u0011",
                "\u0085",
                "\u001b[99999999b",
                "\u001b[6\u0018",
                "\u001b[6",
                "\u001b"
            })
    void drops(String sequence) {
        ScreenSafeFilter filter = new ScreenSafeFilter();
        String passed = new String(filter.filter("a" + sequence), StandardCharsets.UTF_8);
        assertEquals("a", passed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text\r\n\tzażółć 漢字 \ud83d\ude00",
                "\u001b[1;38;5;196mred\u001b[0m",
                "\u001b[38:2::1:2:3m",
                "\u001b[2J\u001b[H\u001b[10;20H\u001b[K\u001b[3A",
                "\u001b[?1049h\u001b[?25l\u001b[?7l",
                "\u001b[3;10r\u001b[4h\u001b[4l",
                "\u001b(0lqqk\u001b(B\u000e\u000f",
                "\u001b7\u001b8\u001bM",
                "\u001b[2 q\u001b[!p",
                "\u001b[s\u001b[u",
                "\b \b"
            })
    void passes(String text) {
        assertEquals(text, filter(text));
    }

    @Test
    void aC1IntroducerIsDroppedAndWhatFollowsIsText() {
        assertEquals("6n", filter("\u009b6n"));
        assertEquals(
                "\ufffd6n",
                new String(
                        new ScreenSafeFilter().filter(new byte[] {(byte) 0x9b, '6', 'n'}, 0, 3),
                        StandardCharsets.UTF_8));
    }

    @Test
    void aSequenceThatIsSplitIsJudgedAsOne() {
        String text = "a\u001b]52;c;AAAA\u001b\\b\u001b[6nc\u001b[1;31md\u001bP$qm\u001b\\é\u001b[?1049h\u001b[>ce";
        String whole = filter(text);
        assertEquals("abc\u001b[1;31mdé\u001b[?1049he", whole);
        ScreenSafeFilter filter = new ScreenSafeFilter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            out.writeBytes(filter.filter(new byte[] {one}, 0, 1));
        }
        assertEquals(whole, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anEscapeInsideAStringEndsItWithoutLettingItsRestThrough() {
        assertEquals("a\u001b[1mb", filter("a\u001b]0;x\u001b[1mb"));
        assertEquals("ab", filter("a\u001b]0;x\u001b[6nb"));
    }

    @Test
    void lineFeedsInsideASequenceStillCount() {
        assertEquals("\n\u001b[1m", filter("\u001b[1\nm"));
    }

    @Test
    void aStringWithoutEndHidesNoMoreThanItsBound() {
        String filtered = filter("\u001b]0;" + "x".repeat(100_000) + "evidence");
        assertTrue(filtered.endsWith("evidence"));
    }

    @Test
    void theResetLeavesTheScreenAsItBegan() {
        ScreenSafeFilter filter = new ScreenSafeFilter();
        filter.filter("\u001b[?1049h\u001b[5;10r\u001b]52;c;");
        String reset = new String(filter.reset(), StandardCharsets.UTF_8);
        assertTrue(reset.startsWith("\u001b[?1049l"));
        assertTrue(reset.contains("\u001b[r") && reset.contains("\u001b[0m") && reset.contains("\u001b[?25h"));
        assertEquals("text", new String(filter.filter("text"), StandardCharsets.UTF_8));
        assertFalse(new String(new ScreenSafeFilter().reset(), StandardCharsets.UTF_8).contains("\u001b[r"));
    }

    @Test
    void noNoiseBringsAnythingThatIsNotAllowed() {
        Random random = new Random(19);
        String alphabet = "\u001b\u001b\u001b[[]]P_^X?>=!$ *'\";:0123456789cntqpxmhJ\u0005\u0007\\abZ\u009b\u0090";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder noise = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String passed = filter(noise.toString());
            assertFalse(passed.matches("(?s).*\u001b(\\][^\u001b]*|[P_^XZk]|\\[[>=?0-9;]*[cntx]).*"), () -> passed);
            assertFalse(passed.contains("\u0005") || passed.contains("\u009b"), () -> passed);
            assertEquals(passed, filter(passed), "filtering twice changes nothing");
        }
    }
}
