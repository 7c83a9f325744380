package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;
import static dev.bastion.recorder.Recordings.done;
import static dev.bastion.recorder.Recordings.read;
import static dev.bastion.recorder.Recordings.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bastion.recorder.StreamLimit.PastLimit;
import dev.bastion.recorder.asciicast.CastExport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandStreamsAreKeptTest {

    private static final int LIMIT = 100_000;

    @TempDir
    private Path root;

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }

    private JsonNode channel(Recordings recordings) throws IOException {
        return new ObjectMapper()
                .readTree(read(recordings.directory(41).resolve("facts.json")))
                .path("channels")
                .get(0);
    }

    @Test
    void keepsEachStreamAsItWasAndWhenItCame() throws IOException {
        byte[] stdin = noise(20_000);
        byte[] stdout = noise(30_000);
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            StreamRecording streams = done(session.streams(1, bytes("tar x"), StreamLimit.DEFAULT));
            streams.stdin(stdin, 0, stdin.length);
            recordings.pass(Duration.ofSeconds(2));
            streams.stdout(stdout, 0, stdout.length);
            streams.stderr(bytes("warning\n"), 0, 8);
            streams.marker("signal \"INT\"");
            streams.exit(1);
            done(session.seal("client-left"));
            Path directory = recordings.directory(41);
            assertArrayEquals(stdin, Files.readAllBytes(directory.resolve("exec-1.stdin")));
            assertArrayEquals(stdout, Files.readAllBytes(directory.resolve("exec-1.stdout")));
            String index = read(directory.resolve("exec-1.index"));
            assertEquals("""
                    [0.0,"stdin",20000,0]
                    [2.0,"stdout",30000,0]
                    [2.0,"stderr",8,0]
                    [2.0,"marker","signal \\"INT\\""]
                    [2.0,"exit",1]
                    """, index.substring(index.indexOf('\n') + 1));
            assertTrue(index.contains("\"command\":\"tar x\""));
            assertEquals(
                    sha256(stdin),
                    channel(recordings).path("stdin").path("sha256").asText());
            assertEquals(1, channel(recordings).path("exit_status").asInt());
            assertTrue(recordings.recorded(41).verify().intact());
        }
    }

    @Test
    void keepsAndCountsWithoutDigestsWhereTheSiteWantsNone() throws IOException {
        byte[] stdout = noise(30_000);
        try (Recordings recordings =
                new Recordings(RecorderSettings.at(root).withReserve(0).withDigests(false))) {
            SessionRecording session = recordings.session(41);
            StreamRecording streams = done(session.streams(1, bytes("tar x"), StreamLimit.DEFAULT));
            streams.stdout(stdout, 0, stdout.length);
            done(session.seal("client-left"));
            JsonNode told = channel(recordings).path("stdout");
            assertEquals(30_000, told.path("bytes").asLong());
            assertTrue(told.path("sha256").isMissingNode());
            assertArrayEquals(
                    stdout, Files.readAllBytes(recordings.directory(41).resolve("exec-1.stdout")));
            assertTrue(recordings.recorded(41).verify().intact());
        }
    }

    @Test
    void pastTheLimitDigestAndCountGoOnAndTheLastMebibyteStays() throws IOException {
        byte[] stdout = noise(3_000_000);
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            StreamRecording streams = done(session.streams(1, bytes("dump"), new StreamLimit(LIMIT, PastLimit.DIGEST)));
            for (int from = 0; from < stdout.length; from += 30_000) {
                streams.stdout(stdout, from, 30_000);
            }
            assertFalse(streams.pastLimitEnds());
            Seal seal = done(session.seal("client-left"));
            Path directory = recordings.directory(41);
            assertArrayEquals(Arrays.copyOf(stdout, LIMIT), Files.readAllBytes(directory.resolve("exec-1.stdout")));
            assertArrayEquals(
                    Arrays.copyOfRange(stdout, stdout.length - (1 << 20), stdout.length),
                    Files.readAllBytes(directory.resolve("exec-1.stdout.tail")));
            JsonNode told = channel(recordings).path("stdout");
            assertEquals(3_000_000, told.path("bytes").asLong());
            assertEquals(sha256(stdout), told.path("sha256").asText());
            assertEquals(3_000_000 - LIMIT - (1 << 20), told.path("unrecorded").asLong());
            assertEquals(3_000_000 - LIMIT - (1 << 20), seal.unrecordedBytes());
        }
    }

    @Test
    void pastTheLimitASlowStreamIsStillKept() throws IOException {
        byte[] flood = noise(500_000);
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            StreamRecording streams =
                    done(session.streams(1, bytes("bash -i"), new StreamLimit(LIMIT, PastLimit.DIGEST)));
            streams.stdout(flood, 0, flood.length);
            recordings.pass(Duration.ofSeconds(5));
            streams.stdout(bytes("# id\nuid=0\n"), 0, 11);
            streams.stdin(bytes("rm -rf /\n"), 0, 9);
            done(session.seal("client-left"));
            byte[] kept = Files.readAllBytes(recordings.directory(41).resolve("exec-1.stdout"));
            assertEquals(LIMIT + 11, kept.length);
            assertTrue(new String(kept, StandardCharsets.ISO_8859_1).endsWith("# id\nuid=0\n"));
            assertEquals("rm -rf /\n", read(recordings.directory(41).resolve("exec-1.stdin")));
        }
    }

    @Test
    void pastTheLimitTheChannelEndsWhereTheRuleSaysSo() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            StreamRecording streams =
                    done(recordings.session(41).streams(1, bytes("dump"), new StreamLimit(10, PastLimit.END)));
            streams.stdout(bytes("0123456789"), 0, 10);
            assertFalse(streams.pastLimitEnds());
            streams.stdout(bytes("x"), 0, 1);
            assertTrue(streams.pastLimitEnds());
        }
    }

    @Test
    void aPasswordOnStandardInputIsWithheldAfterItsPrompt() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            StreamRecording streams = done(session.streams(1, bytes("sudo -S id"), StreamLimit.DEFAULT));
            streams.stderr(bytes("[sudo] password for deploy: "), 0, 28);
            streams.stdin(bytes("hunter2\n"), 0, 8);
            streams.stdout(bytes("uid=0\n"), 0, 6);
            Seal seal = done(session.seal("client-left"));
            assertEquals(1, seal.withheldLines());
            assertEquals("\n", read(recordings.directory(41).resolve("exec-1.stdin")));
            String index = read(recordings.directory(41).resolve("exec-1.index"));
            assertTrue(index.contains("\"withheld\",7,\"[sudo] password for deploy:\"]"), index);
            try (var files = Files.list(recordings.directory(41))) {
                for (Path file : files.toList()) {
                    assertFalse(read(file).contains("hunter2"), file.toString());
                }
            }
            assertEquals(
                    sha256(bytes("\n")),
                    channel(recordings)
                            .path("stdin")
                            .path("sha256_without_withheld")
                            .asText());
        }
    }

    @Test
    void aTimerDecidesHeldInputWithoutAnythingElseComing() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TerminalRecording terminal = done(session.terminal(0, 80, 24, "xterm", ""));
            terminal.output(bytes("Password: "), 0, 10);
            terminal.input(bytes("hunter2\r"), 0, 8);
            Recordings.settled(terminal);
            assertEquals(0, session.counters().withheldLines());
            recordings.pass(Duration.ofSeconds(1));
            Recordings.await(() -> session.counters().withheldLines() == 1);
            Path cast = recordings.directory(41).resolve("terminal-0.cast");
            done(terminal.close());
            assertTrue(
                    read(cast).contains("[0.0,\"m\",\"input withheld: 7 bytes after \\\"Password:\\\"\"]"), read(cast));
            assertFalse(read(cast).contains("hunter2"));
        }
    }

    @Test
    void rendersAsATerminalsRecording() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            StreamRecording streams = done(session.streams(1, bytes("dump"), new StreamLimit(20, PastLimit.DIGEST)));
            streams.stdin(bytes("go\n"), 0, 3);
            recordings.pass(Duration.ofSeconds(1));
            streams.stdout(bytes("zażółć\n"), 0, 5);
            streams.stdout(bytes("zażółć\n"), 5, 6);
            streams.stderr(bytes("oops\n"), 0, 5);
            streams.marker("signal INT");
            streams.exit(0);
            done(session.seal("client-left"));
            RecordedChannel channel = recordings.recorded(41).channel(1).orElseThrow();
            assertEquals("zażółć\noops\n", export(channel, CastExport.TEXT));
            assertEquals("zażółć\noops\n", export(channel, CastExport.RAW));
            String v2 = export(channel, CastExport.ASCIICAST_V2);
            assertTrue(v2.contains("[0.0,\"i\",\"go\\n\"]"), v2);
            assertTrue(v2.contains("[1.0,\"o\",\"oops\\r\\n\"]"), v2);
            assertTrue(v2.endsWith("[1.0,\"m\",\"signal INT\"]\n[1.0,\"x\",\"0\"]\n"), v2);
        }
    }

    @Test
    void rendersGapsAndTailsAsMarkers() throws IOException {
        byte[] letters = bytes("x".repeat(2_000_000));
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            StreamRecording streams = done(session.streams(1, bytes("dump"), new StreamLimit(LIMIT, PastLimit.DIGEST)));
            streams.stdout(letters, 0, letters.length);
            done(session.seal("client-left"));
            String v2 = export(recordings.recorded(41).channel(1).orElseThrow(), CastExport.ASCIICAST_V2);
            assertTrue(v2.contains("1900000 bytes of stdout not kept here"), "gap");
            assertTrue(v2.contains("the last 1048576 bytes of stdout that were not kept above"), "tail");
        }
    }

    private static String export(RecordedChannel channel, CastExport form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        channel.export(form, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
