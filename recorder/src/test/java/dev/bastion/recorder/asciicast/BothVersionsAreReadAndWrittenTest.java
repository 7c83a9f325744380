package dev.bastion.recorder.asciicast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BothVersionsAreReadAndWrittenTest {

    private static final String V2 = "{\"version\":2,\"width\":80,\"height\":24,\"timestamp\":1700000000,"
            + "\"env\":{\"TERM\":\"xterm\"},\"bastion\":{\"session\":41}}\n";

    @TempDir
    private Path directory;

    private Cast cast(String text) throws IOException {
        Path file = directory.resolve("a.cast");
        Files.writeString(file, text);
        return AsciicastReader.of(file);
    }

    private static List<CastEvent> events(Cast cast) throws IOException {
        List<CastEvent> all = new ArrayList<>();
        try (Cast.Events events = cast.open()) {
            for (Optional<CastEvent> next = events.next(); next.isPresent(); next = events.next()) {
                all.add(next.get());
            }
        }
        return all;
    }

    private static String export(Cast cast, CastExport form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.write(cast, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsVersionTwoWithAbsoluteTimes() throws IOException {
        Cast cast = cast(V2 + "[0.5,\"o\",\"a\"]\n[1.25,\"z\",\"new\"]\n[1.0,\"x\",\"0\"]\n");
        assertEquals(
                List.of(
                        new CastEvent(500_000, "o", "a"),
                        new CastEvent(1_250_000, "z", "new"),
                        new CastEvent(1_250_000, "x", "0")),
                events(cast));
        assertEquals(1_700_000_000, cast.header().timestamp().getAsLong());
        assertEquals(41, cast.header().more().path("bastion").path("session").asInt());
    }

    @Test
    void readsVersionThreeWithIntervalsCommentsAndBlankLines() throws IOException {
        Cast cast = cast("""
                {"version":3,"term":{"cols":100,"rows":30,"type":"screen"},"tags":["a"]}
                # a comment
                [0.5,"o","a"]

                [0.25,"m",""]
                """);
        assertEquals(100, cast.header().columns());
        assertEquals("screen", cast.header().env().get("TERM"));
        assertEquals(List.of(new CastEvent(500_000, "o", "a"), new CastEvent(750_000, "m", "")), events(cast));
    }

    @Test
    void readsUpToALineThatBrokeOff() throws IOException {
        Cast cast = cast(V2 + "[0.5,\"o\",\"a\"]\n[0.6,\"o\",\"b");
        try (Cast.Events events = cast.open()) {
            assertEquals("a", events.next().orElseThrow().data());
            assertTrue(events.next().isEmpty());
            assertTrue(events.brokenOff());
        }
    }

    @Test
    void refusesWhatIsNoAsciicastWithASentence() {
        assertThrows(IOException.class, () -> cast(""));
        assertThrows(IOException.class, () -> cast("hello\n"));
        assertThrows(IOException.class, () -> cast("{\"version\":1,\"width\":80,\"height\":24}\n"));
        assertThrows(IOException.class, () -> cast("{\"version\":2,\"width\":0,\"height\":24}\n"));
        assertThrows(IOException.class, () -> events(cast(V2 + "[0.5,\"o\"]\n[0.6,\"o\",\"b\"]\n")));
    }

    @Test
    void exportsVersionTwoAsItWas() throws IOException {
        String text = V2 + "[0.5,\"o\",\"a\\u001b[0m\\\"é\"]\n[1.0,\"x\",\"0\"]\n";
        assertEquals(
                text.substring(text.indexOf('\n')),
                export(cast(text), CastExport.ASCIICAST_V2)
                        .substring(export(cast(text), CastExport.ASCIICAST_V2).indexOf('\n')));
    }

    @Test
    void exportsVersionThreeWithTheTerminalsType() throws IOException {
        String v3 = export(cast(V2 + "[0.5,\"o\",\"a\"]\n[1.2504,\"x\",\"0\"]\n"), CastExport.ASCIICAST_V3);
        assertTrue(v3.startsWith("{\"version\":3,\"term\":{\"cols\":80,\"rows\":24,\"type\":\"xterm\"},"), v3);
        assertTrue(v3.endsWith("\n[0.500,\"o\",\"a\"]\n[0.750,\"x\",\"0\"]\n"), v3);
    }

    @Test
    void roundedIntervalsNeverDriftFromTheTruth() {
        Random random = new Random(7);
        TimeQuantizer quantizer = new TimeQuantizer(1000);
        long truth = 0;
        long written = 0;
        for (int i = 0; i < 100_000; i++) {
            truth += random.nextInt(3000);
            written += quantizer.interval(truth) * 1000;
            assertTrue(Math.abs(truth - written) <= 500, "at event " + i);
        }
    }

    @Test
    void exportsTextWithoutEscapesAndRawWithThem() throws IOException {
        Cast cast = cast(V2 + "[0.1,\"i\",\"typed\"]\n[0.5,\"o\",\"10%\\r20%\\r\\n\\u001b[1mbo\"]\n"
                + "[0.6,\"o\",\"ld\\u001b[0m lx\\b\\u001b[Ks\\u001b]0;title\\u0007\\r\\nlast\"]\n");
        assertEquals("20%\nbold ls\nlast\n", export(cast, CastExport.TEXT));
        assertTrue(export(cast, CastExport.RAW).startsWith("10%\r20%\r\n\u001b[1mbold\u001b[0m"));
    }

    @Test
    void knowsTheFormsByTheWordsPeopleType() {
        assertEquals(Optional.of(CastExport.ASCIICAST_V3), CastExport.of("v3"));
        assertEquals(Optional.of(CastExport.TEXT), CastExport.of("text"));
        assertEquals(Optional.empty(), CastExport.of("gif"));
    }
}
