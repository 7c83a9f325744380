package dev.bastion.recorder.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingIsTheSameForEverySplitTest {

    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";
    private static final String[] PARTS = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "5555-5555-5555-4444",
        "378282246310005",
        "36227206271667",
        "4222222222222",
        "GB82WEST12345698765432",
        "DE89 3704 0044 0532 0130 00",
        "NO9386011117947",
        "123-45-6789",
        "AKIAIOSFODNN7EXAMPLE",
        "alice@example.com",
        TOKEN,
        "-----BEGIN PRIVATE KEY-----",
        "-----END PRIVATE KEY-----",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
        "AbC=",
        "password=",
        "\"secret\": \"",
        "hunter2",
        "postgres://u:",
        "s3cret@",
        "db.example.com",
        "4",
        "1",
        "11",
        "111111",
        "51",
        "22",
        "-",
        "--",
        " ",
        ".",
        ":",
        "/",
        "@",
        "=",
        "\"",
        "e",
        "eyJ",
        "a",
        "A",
        "DE89",
        "\r",
        "\n",
        "\r\n",
        " \r",
        "\b",
        "\t",
        "\u007f",
        "\u0000",
        "\u0007",
        "\u001b",
        "\u001b[m",
        "\u001b[01;31m\u001b[K",
        "\u001b[3;1H",
        "\u001b[C",
        "\u001b]0;",
        "\u001b\\",
        "\u001b(B",
        "\u001b[",
        "\u009b",
        "\u00a0",
        "\u200b",
        "\uff14\uff11\uff11\uff11",
        "\u0664",
        "\u00e9",
        "\ud83e\udd8a",
        "\u4e2d",
        "; ",
        "$(",
        "xyz",
    };

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> known = Arbitraries.of(PARTS)
                .map(part -> new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        // Bytes as characters of Latin 1.
        Arbitrary<String> any =
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(3);
        return Arbitraries.frequencyOf(Tuple.of(12, known), Tuple.of(1, any))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Integer>> ends() {
        return Arbitraries.integers()
                .between(1, 600)
                .list()
                .ofMaxSize(30)
                .map(list -> list.stream().sorted().toList());
    }

    @Property(tries = 3000)
    void whateverThePieces(@ForAll("streams") String stream, @ForAll("ends") List<Integer> ends) {
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        MaskTally whole = new MaskTally();
        MaskTally pieces = new MaskTally();
        MaskTally single = new MaskTally();
        byte[] expected = Masking.split(bytes, Masking.ALL, 40, whole, List.of());
        assertEquals(bytes.length, expected.length);
        assertArrayEquals(expected, Masking.split(bytes, Masking.ALL, 40, pieces, ends));
        assertArrayEquals(expected, Masking.split(bytes, Masking.ALL, 40, single, each(bytes)));
        assertEquals(whole.counts(), pieces.counts());
        assertEquals(whole.counts(), single.counts());
    }

    @Property(tries = 1000)
    void whatStaysIsWhatItWas(@ForAll("streams") String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        byte[] seen = Masking.split(bytes, Masking.ALL, 0, new MaskTally(), List.of());
        for (int i = 0; i < bytes.length; i++) {
            if (seen[i] != bytes[i]) {
                // Stars and nothing else, and never in the place of what a terminal obeys.
                assertEquals(false, bytes[i] >= 0 && bytes[i] < ' ', () -> new String(bytes, StandardCharsets.UTF_8));
                boolean star = seen[i] == '*' || seen[i] < 0;
                assertEquals(true, star, () -> new String(seen, StandardCharsets.UTF_8));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 4111111111111111 b",
                "a 4111 1111 1111 1111 b",
                "a \u001b[1m4111\u001b[m1111\u001b[K11111111 b",
                "a DE89 3704 0044 0532 0130 00 b",
                "a 123-45-6789 b",
                "a alice@example.com b",
                "a AKIAIOSFODNN7EXAMPLE b",
                "a " + TOKEN + " b",
                "a password=hunter2 b",
                "a postgres://u:s3cret@db b",
                "a \u001b]0;4111111111111111\u0007 b",
                "a \uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11 b"
            })
    void atEveryByteOfEachKind(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] expected = Masking.split(bytes, Masking.ALL, 0, new MaskTally(), List.of());
        assertEquals(false, text.equals(new String(expected, StandardCharsets.UTF_8)));
        for (int end = 1; end < bytes.length; end++) {
            assertArrayEquals(expected, Masking.split(bytes, Masking.ALL, 0, new MaskTally(), List.of(end)));
        }
        assertArrayEquals(expected, Masking.split(bytes, Masking.ALL, 0, new MaskTally(), each(bytes)));
    }

    private static List<Integer> each(byte[] bytes) {
        return IntStream.rangeClosed(1, bytes.length).boxed().toList();
    }
}
