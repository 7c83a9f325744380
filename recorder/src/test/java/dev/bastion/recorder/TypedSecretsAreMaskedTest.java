package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;
import static dev.bastion.recorder.Recordings.done;
import static dev.bastion.recorder.Recordings.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.recorder.mask.MaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypedSecretsAreMaskedTest {

    private static final Set<MaskKind> ALL = EnumSet.allOf(MaskKind.class);

    @TempDir
    Path root;

    private Recordings recordings;
    private TerminalRecording terminal;

    private void type(String keys) {
        for (byte key : bytes(keys)) {
            terminal.input(new byte[] {key}, 0, 1);
            Recordings.settled(terminal);
            recordings.pass(Duration.ofMillis(100));
        }
    }

    @Test
    void inTheRecordingAndEachKeyKeepsItsTime() throws IOException {
        try (Recordings opened = new Recordings(root)) {
            recordings = opened;
            SessionRecording session = recordings.session(41);
            terminal = done(session.terminal(0, 80, 24, "xterm", "", ALL));
            type("pay 4111111111111111\r");
            assertEquals(Map.of(MaskKind.PAN, 1L), session.counters().masked());
            done(terminal.close());
            Seal seal = done(session.seal("client-left"));
            assertEquals(Map.of(MaskKind.PAN, 1L), seal.masked());
            String cast = read(recordings.directory(41).resolve("terminal-0.cast"));
            assertEquals("pay 411111******1111\\r", typed(cast));
            // The seventh digit is the eleventh key.
            assertTrue(cast.contains("[1.0,\"i\",\"*\"]"), cast);
            String events = read(recordings.directory(41).resolve("events.jsonl"));
            assertTrue(events.contains("\"masked\":{\"pan\":1}"), events);
            // A digest with the number in it would be a way to try numbers.
            assertTrue(events.contains(Recordings.sha256(bytes("pay 411111******1111\r"))), events);
            assertTrue(read(recordings.directory(41).resolve("facts.json")).contains("\"pan\""));
        }
    }

    @Test
    void alsoWhenTheChannelEndsInTheirMidst() throws IOException {
        try (Recordings opened = new Recordings(root)) {
            recordings = opened;
            SessionRecording session = recordings.session(41);
            terminal = done(session.terminal(0, 80, 24, "xterm", "", ALL));
            type("4111111111111111");
            done(terminal.close());
            assertEquals("411111******1111", typed(read(recordings.directory(41).resolve("terminal-0.cast"))));
            done(session.seal("client-left"));
        }
    }

    @Test
    void inTheCommandOfATerminal() throws IOException {
        try (Recordings opened = new Recordings(root)) {
            recordings = opened;
            SessionRecording session = recordings.session(41);
            terminal = done(session.terminal(0, 80, 24, "xterm", "psql postgres://app:s3cret@db/x", ALL));
            done(terminal.close());
            assertEquals(
                    Map.of(MaskKind.PASSWORD, 1L),
                    done(session.seal("client-left")).masked());
            for (String file : Set.of("terminal-0.cast", "events.jsonl")) {
                String content = read(recordings.directory(41).resolve(file));
                assertTrue(content.contains("psql postgres://app:******@db/x"), content);
                assertFalse(content.contains("s3cret"), content);
            }
        }
    }

    @Test
    void andNothingWhereThereAreNoMasks() throws IOException {
        try (Recordings opened = new Recordings(root)) {
            recordings = opened;
            SessionRecording session = recordings.session(41);
            terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            type("4111111111111111\r");
            done(terminal.close());
            assertEquals(
                    "4111111111111111\\r", typed(read(recordings.directory(41).resolve("terminal-0.cast"))));
            assertEquals(Map.of(), done(session.seal("client-left")).masked());
        }
    }

    /** What the input events hold together. */
    private static String typed(String cast) {
        StringBuilder typed = new StringBuilder();
        cast.lines()
                .filter(line -> line.contains("\"i\""))
                .forEach(line -> typed.append(line, line.lastIndexOf(",") + 1, line.lastIndexOf("]")));
        return typed.toString().replace("\"", "").replace(" ", "").replace("pay", "pay ");
    }
}
