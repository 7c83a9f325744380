package dev.bastion.recorder.asciicast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TerminalTextSurvivesSplitsTest {

    @Test
    void decodesEveryCharacterWhereverItIsSplit() throws IOException {
        byte[] bytes = "zażółć gęślą jaźń 漢字 \ud83d\ude00 \u0000\u001b[31m\"\\\u007f\u0085\t\r\n"
                .getBytes(StandardCharsets.UTF_8);
        String whole = new String(bytes, StandardCharsets.UTF_8);
        for (int split = 0; split <= bytes.length; split++) {
            assertEquals(whole, read(bytes, split));
        }
        assertEquals(whole, read(bytes, oneByOne(bytes)));
    }

    @Test
    void replacesWhatIsNoUtf8AsJavaDoes() throws IOException {
        Random random = new Random(41);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = noise(random);
            String expected = new String(bytes, StandardCharsets.UTF_8);
            assertEquals(
                    expected,
                    read(bytes, random.nextInt(bytes.length + 1)),
                    () -> java.util.HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void replacesEachByteOfAnEncodedSurrogate() throws IOException {
        assertEquals("\ufffd\ufffd\ufffd!", read(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80, '!'}, 1));
    }

    @Test
    void keepsNoRawControlCharacterInTheFile() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < 256; i++) {
            bytes[i] = (byte) i;
        }
        LineBuffer out = new LineBuffer(16);
        JsonText text = new JsonText();
        text.append(bytes, 0, bytes.length, out);
        text.append("\u0085\u009b6n".getBytes(StandardCharsets.UTF_8), 0, 6, out);
        text.flush(out);
        String written = new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
        assertFalse(written.codePoints().anyMatch(Character::isISOControl), written);
    }

    @Test
    void emitsAHeldTailAsReplacementAtTheEnd() throws IOException {
        assertEquals("a\ufffd", read(new byte[] {'a', (byte) 0xe2, (byte) 0x82}, 3));
    }

    @Test
    void bringsNothingForTheFirstHalfOfACharacter() {
        LineBuffer out = new LineBuffer(16);
        JsonText text = new JsonText();
        text.append(new byte[] {(byte) 0xe2, (byte) 0x82}, 0, 2, out);
        assertEquals(0, out.size());
        assertTrue(text.holds());
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(24)];
        for (int i = 0; i < bytes.length; i++) {
            int kind = random.nextInt(4);
            bytes[i] = (byte)
                    (kind == 0
                            ? random.nextInt(128)
                            : kind == 1 ? 0x80 + random.nextInt(64) : 0xc0 + random.nextInt(64));
        }
        for (int i = 1; i < bytes.length; i++) {
            // Of an encoded surrogate Java makes one replacement, the Unicode standard recommends three.
            if (bytes[i - 1] == (byte) 0xed) {
                bytes[i - 1] = (byte) 0xee;
            }
        }
        return bytes;
    }

    private static int[] oneByOne(byte[] bytes) {
        int[] splits = new int[bytes.length];
        for (int i = 0; i < splits.length; i++) {
            splits[i] = i;
        }
        return splits;
    }

    private static String read(byte[] bytes, int... splits) throws IOException {
        LineBuffer out = new LineBuffer(16);
        JsonText text = new JsonText();
        out.ascii('"');
        int from = 0;
        for (int split : splits) {
            text.append(bytes, from, split - from, out);
            from = split;
        }
        text.append(bytes, from, bytes.length - from, out);
        text.flush(out);
        out.ascii('"');
        return Asciicast.JSON.readValue(out.array(), 0, out.size(), String.class);
    }
}
