package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Letters of two, three and four bytes, typed so slowly that each byte is a packet of its own. */
@NeedsDemo
class TypedLettersArriveWholeTest {
    private static final String HOST = "postgres@prod-web-1";
    private static final List<String> LETTERS = List.of("\u017c", "\u20ac", "\ud83e\udd8a", "\u6771", "\ud83d\ude80");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static DemoWorld world;

    @BeforeAll
    static void grant(DemoWorld demo) {
        world = demo;
        world.grant("prod-web-1", "postgres", "45m");
    }

    @Test
    void onTheHostAndInTheRecording() throws IOException {
        byte[] typed = String.join("", LETTERS).getBytes(StandardCharsets.UTF_8);
        // The host's terminal echoes each byte as it is; od shows what a program there has read.
        Process ssh = new ProcessBuilder(world.jump(HOST, "-tt", "echo ready; head -n 1 | od -v -An -tx1 -w100")
                        .words())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream keyboard = ssh.getOutputStream();
                InputStream screen = ssh.getInputStream()) {
            assertEquals("ready\r\n", text(screen.readNBytes(7)));
            for (byte next : typed) {
                keyboard.write(next);
                keyboard.flush();
                assertEquals(next, (byte) screen.read(), "the echo of a byte, before the next is typed");
            }
            keyboard.write('\r');
            keyboard.flush();
            String printed = text(screen.readAllBytes());
            String arrived = HexFormat.ofDelimiter(" ").formatHex(typed) + " 0a";
            assertTrue(printed.contains(arrived), () -> arrived + " is not in " + printed);
        } finally {
            ssh.destroyForcibly();
        }
        assertEquals(LETTERS, recordedLetters());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What was typed according to the newest recording, an event each, but for the return key. */
    private static List<String> recordedLetters() throws IOException {
        JsonNode recordings = world.json("bob", "recordings").path("recordings");
        String session = recordings.path(recordings.size() - 1).path("id").asText();
        List<String> letters = new ArrayList<>();
        Ran cast = world.bastion("bob", "export", session, "--format", "v2");
        for (String line : cast.done().out().split("\n", 0)) {
            JsonNode event = JSON.readTree(line);
            if (event.path(1).asText().equals("i") && !event.path(2).asText().equals("\r")) {
                letters.add(event.path(2).asText());
            }
        }
        return letters;
    }
}
