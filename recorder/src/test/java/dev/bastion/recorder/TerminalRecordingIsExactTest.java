package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;
import static dev.bastion.recorder.Recordings.done;
import static dev.bastion.recorder.Recordings.read;
import static dev.bastion.recorder.Recordings.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TerminalRecordingIsExactTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path root;

    @Test
    void headerAndFirstEventAreInTheFileBeforeAnythingIsAccepted() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            done(recordings.session(41).terminal(0, 120, 40, "xterm", ""));
            List<String> lines = Files.readAllLines(recordings.directory(41).resolve("terminal-0.cast"));
            JsonNode header = JSON.readTree(lines.get(0));
            assertEquals(2, header.path("version").asInt());
            assertEquals(120, header.path("width").asInt());
            assertTrue(header.path("timestamp").isIntegralNumber());
            assertEquals("xterm", header.path("env").path("TERM").asText());
            assertEquals("alice", header.path("bastion").path("person").asText());
            assertEquals("[0.0,\"r\",\"120x40\"]", lines.get(1));
        }
    }

    @Test
    void writesEveryKindOfEventWithItsTime() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 0, 0, "", ""));
            byte[] euro = bytes("€");
            terminal.output(euro, 0, 1);
            recordings.pass(Duration.ofMillis(1500));
            terminal.output(euro, 1, 2);
            terminal.input(bytes("ls\r"), 0, 3);
            terminal.resize(100, 30);
            terminal.marker("a \"mark\"");
            recordings.pass(Duration.ofNanos(1000));
            terminal.exit(3);
            terminal.output(new byte[] {(byte) 0xe2}, 0, 1);
            done(terminal.close());
            assertEquals("""
                    [0.0,"r","80x24"]
                    [1.5,"o","€"]
                    [1.5,"i","ls\\r"]
                    [1.5,"r","100x30"]
                    [1.5,"m","a \\"mark\\""]
                    [1.500001,"x","3"]
                    [1.500001,"o","\ufffd"]
                    """, withoutHeader(recordings.directory(41).resolve("terminal-0.cast")));
        }
    }

    @Test
    void keepsCountAndDigestOfTheExactBytes() throws IOException {
        byte[] output = new byte[100_000];
        new java.util.Random(1).nextBytes(output);
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(2, 80, 24, "xterm", ""));
            for (int from = 0; from < output.length; from += 777) {
                terminal.output(output, from, Math.min(777, output.length - from));
            }
            terminal.input(bytes("secretly typed\r"), 0, 15);
            Seal seal = done(session.seal("client-left"));
            JsonNode channel = JSON.readTree(read(recordings.directory(41).resolve("facts.json")))
                    .path("channels")
                    .get(0);
            assertEquals(100_000, channel.path("output").path("bytes").asLong());
            assertEquals(sha256(output), channel.path("output").path("sha256").asText());
            assertEquals(
                    sha256(bytes("secretly typed\r")),
                    channel.path("input").path("sha256_without_withheld").asText());
            assertEquals(0, seal.unrecordedBytes());
            assertEquals(new Counters(15, 100_000, session.counters().stored(), 0, 0, Map.of()), session.counters());
        }
    }

    @Test
    void theSealIsTheDigestOfSumsThatTheSystemsToolAccepts() throws Exception {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            terminal.output(bytes("hello\r\n"), 0, 7);
            session.note("request-refused", java.util.Map.of("type", "x11-req"));
            Seal seal = done(session.seal("client-left"));
            Path directory = recordings.directory(41);
            assertEquals(sha256(Files.readAllBytes(directory.resolve("SHA256SUM"))), seal.sha256());
            Process check = new ProcessBuilder("sha256sum", "--strict", "-c", "SHA256SUM")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertEquals(0, check.waitFor(), said);
            assertTrue(recordings.recorded(41).verify().intact());
            assertEquals(RecordedSession.State.SEALED, recordings.recorded(41).state());
            assertTrue(read(directory.resolve("events.jsonl")).contains("x11-req"));
        }
    }

    @Test
    void anyChangeOfAFileShows() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            done(session.terminal(0, 80, 24, "xterm", "")).output(bytes("hello\r\n"), 0, 7);
            done(session.seal("client-left"));
            Path cast = recordings.directory(41).resolve("terminal-0.cast");
            Files.writeString(cast, read(cast).replace("hello", "jello"));
            Files.createFile(recordings.directory(41).resolve("extra"));
            Files.delete(recordings.directory(41).resolve("events.jsonl"));
            Verification found = recordings.recorded(41).verify();
            assertEquals(List.of("terminal-0.cast"), found.changed());
            assertEquals(List.of("extra"), found.added());
            assertEquals(List.of("events.jsonl"), found.missing());
            assertFalse(found.intact());
        }
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            done(session.terminal(0, 80, 24, "xterm", ""));
            done(session.seal("client-left"));
            assertEquals("rwx------", mode(recordings.directory(41)));
            assertEquals("rwx------", mode(recordings.directory(41).getParent()));
            try (var files = Files.list(recordings.directory(41))) {
                for (Path file : files.toList()) {
                    assertEquals("rw-------", mode(file), file.toString());
                }
            }
        }
    }

    @Test
    void acceptsNothingAfterItsEnd() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            done(terminal.close());
            assertThrows(RecordingFailedException.class, () -> terminal.output(bytes("x"), 0, 1));
            done(session.seal("client-left"));
            assertThrows(RecordingFailedException.class, () -> done(session.terminal(1, 80, 24, "", "")));
        }
    }

    @Test
    void withInputSwitchedOffOnlyItsSizeIsKnown() throws IOException {
        try (Recordings recordings = new Recordings(RecorderSettings.at(root).withInput(false))) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            terminal.input(bytes("ls\r"), 0, 3);
            done(session.seal("client-left"));
            assertFalse(
                    read(recordings.directory(41).resolve("terminal-0.cast")).contains("\"i\""));
            assertTrue(read(recordings.directory(41).resolve("facts.json")).contains("\"recorded\" : false"));
            assertEquals(3, session.counters().input());
            assertEquals(0, session.counters().unrecorded());
        }
    }

    @Test
    void tellsWhoWaitsWhenTheBacklogHasFallen() throws Exception {
        try (Recordings recordings = new Recordings(root)) {
            TerminalRecording terminal = done(recordings.session(41).terminal(0, 80, 24, "xterm", ""));
            byte[] much = new byte[200_000];
            for (int i = 0; i < 20; i++) {
                terminal.output(much, 0, much.length);
            }
            java.util.concurrent.CompletableFuture<String> thread = new java.util.concurrent.CompletableFuture<>();
            terminal.whenBelow(
                    1000, () -> thread.complete(Thread.currentThread().getName()));
            assertTrue(done(thread).startsWith("recorder-"));
            assertTrue(terminal.backlog() <= 1000);
            java.util.concurrent.CompletableFuture<Boolean> after = new java.util.concurrent.CompletableFuture<>();
            done(terminal.close());
            terminal.whenBelow(0, () -> after.complete(true));
            assertTrue(done(after));
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String withoutHeader(Path cast) throws IOException {
        String all = read(cast);
        return all.substring(all.indexOf('\n') + 1);
    }
}
