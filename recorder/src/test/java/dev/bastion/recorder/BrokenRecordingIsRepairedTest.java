package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;
import static dev.bastion.recorder.Recordings.done;
import static dev.bastion.recorder.Recordings.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bastion.recorder.asciicast.CastExport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bastion that dies leaves the files as they are at that moment; a copy taken mid-session is just that. */
final class BrokenRecordingIsRepairedTest {

    private static final Clock CLOCK = Clock.fixed(Recordings.START.plusSeconds(60), ZoneOffset.UTC);

    @TempDir
    private Path root;

    private RecordedSession brokenOff() throws IOException {
        Path copy = root.resolve("copy/2026/11/20/s-41");
        Files.createDirectories(copy);
        try (Recordings recordings = new Recordings(root.resolve("live"))) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            StreamRecording streams = done(session.streams(1, bytes("dump"), StreamLimit.DEFAULT));
            terminal.output(bytes("hello\r\n"), 0, 7);
            recordings.pass(Duration.ofMillis(1250));
            terminal.output(bytes("world\r\n"), 0, 7);
            streams.stdout(bytes("data"), 0, 4);
            Recordings.settled(terminal);
            Recordings.settled(streams);
            try (Stream<Path> files = Files.list(recordings.directory(41))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        }
        return new RecordingStore(root.resolve("copy")).find(41).orElseThrow();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void cutsTheIncompleteLineAndSaysWhereItBrokeOff() throws IOException {
        RecordedSession session = brokenOff();
        Path cast = session.directory().resolve("terminal-0.cast");
        append(cast, "[1.3,\"o\",\"hal");
        append(session.directory().resolve("events.jsonl"), "{\"at\":");
        Repair.Repaired repaired = new Repair(CLOCK).session(session);
        assertEquals(List.of("events.jsonl: 6 bytes", "terminal-0.cast: 13 bytes"), repaired.cut());
        assertTrue(
                read(cast).endsWith("[1.25,\"o\",\"world\\r\\n\"]\n[1.25,\"m\",\"the recording broke off here\"]\n"),
                read(cast));
        assertEquals("[1.3,\"o\",\"hal", read(session.directory().resolve("terminal-0.cast.cut")));
        assertEquals(RecordedSession.State.REPAIRED, session.state());
        assertTrue(session.verify().intact());
        assertEquals(session.verify().sealSha256(), repaired.seal().map(Seal::sha256));
        assertEquals("broken-off", session.ending().orElseThrow().cause().orElseThrow());
        assertEquals(Recordings.facts(41), session.opening().orElseThrow());
    }

    @Test
    void tellsOfBytesThatTheIndexDoesNotKnow() throws IOException {
        RecordedSession session = brokenOff();
        append(session.directory().resolve("exec-1.stdout"), " and more");
        append(session.directory().resolve("exec-1.index"), "[1.3,\"stdo");
        new Repair(CLOCK).session(session);
        assertTrue(read(session.directory().resolve("exec-1.index"))
                .endsWith("[1.25,\"stdout\",4,0]\n[1.25,\"stdout\",9,0]\n"));
        assertTrue(session.verify().intact());
    }

    @Test
    void leavesASealedRecordingAlone() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            done(session.terminal(0, 80, 24, "xterm", ""));
            Seal seal = done(session.seal("client-left"));
            assertEquals(
                    Optional.empty(),
                    new Repair(CLOCK).session(recordings.recorded(41)).seal());
            assertEquals(
                    Optional.of(seal.sha256()), recordings.recorded(41).verify().sealSha256());
        }
    }

    @Test
    void doingItTwiceChangesNothing() throws IOException {
        RecordedSession session = brokenOff();
        new Repair(CLOCK).session(session);
        String first = read(session.directory().resolve("terminal-0.cast"));
        Files.delete(session.directory().resolve("SHA256SUM"));
        new Repair(CLOCK).session(session);
        assertEquals(first, read(session.directory().resolve("terminal-0.cast")));
    }

    @Test
    void repairsAFileWhereverItIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(brokenOff().directory().resolve("terminal-0.cast"));
        int header = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int length = header; length <= whole.length; length++) {
            Path cast = root.resolve("cut-" + length + ".cast");
            Files.write(cast, java.util.Arrays.copyOf(whole, length));
            new Repair(CLOCK).file(cast);
            assertFalse(read(cast).contains("\n\n"));
            assertTrue(read(cast).endsWith("\"the recording broke off here\"]\n"), "cut at " + length);
        }
    }

    @Test
    void aRepairedRecordingOpensWithAsciinema() throws Exception {
        assumeTrue(installed("asciinema") && installed("script"), "asciinema is not installed");
        RecordedSession session = brokenOff();
        Path cast = session.directory().resolve("terminal-0.cast");
        append(cast, "[1.3,\"o\",\"hal");
        new Repair(CLOCK).session(session);
        assertEquals("hello\r\nworld\r\n", asciinemaCat(cast));
    }

    @Test
    void whatWasConsumedBeforeAKillIsThere() throws Exception {
        Path live = root.resolve("live");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRecorder.class.getName(),
                        live.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = process.inputReader()) {
            assertEquals("recorded", said.readLine());
        } finally {
            process.destroyForcibly().waitFor();
        }
        RecordedSession session = new RecordingStore(live).find(41).orElseThrow();
        assertEquals(RecordedSession.State.OPEN, session.state());
        new Repair(CLOCK).session(session);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        session.channel(0).orElseThrow().export(CastExport.TEXT, text);
        assertTrue(text.toString(StandardCharsets.UTF_8).endsWith("line 999\nline 1000\n"));
        assertTrue(session.verify().intact());
    }

    @Test
    void aSealedRecordingWithEveryKindOfEventOpensWithAsciinema() throws Exception {
        assumeTrue(installed("asciinema") && installed("script"), "asciinema is not installed");
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", "top"));
            terminal.input(bytes("q"), 0, 1);
            terminal.resize(100, 30);
            terminal.marker("mark");
            terminal.output(bytes("zażółć\r\n"), 0, 12);
            terminal.exit(0);
            done(session.seal("client-left"));
            assertEquals("zażółć\r\n", asciinemaCat(recordings.directory(41).resolve("terminal-0.cast")));
        }
    }

    private static boolean installed(String program) {
        return Stream.of("/usr/bin/", "/usr/local/bin/").anyMatch(bin -> Files.isExecutable(Path.of(bin + program)));
    }

    /** Stock asciinema insists on a terminal even to print. */
    private static String asciinemaCat(Path cast) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("script", "-qec", "asciinema cat '" + cast + "'", "/dev/null")
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        // The terminal in between adds a return to each line feed.
        return said.replace("\r\r\n", "\r\n");
    }
}
