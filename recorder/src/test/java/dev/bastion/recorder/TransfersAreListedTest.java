package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;
import static dev.bastion.recorder.Recordings.done;
import static dev.bastion.recorder.Recordings.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransfersAreListedTest {

    @TempDir
    private Path root;

    private static TransferLineBuilder upload(String path) {
        return TransferLine.of("file", TransferPath.of(bytes(path)), Recordings.START)
                .direction("upload")
                .bytes(0, 5);
    }

    private List<String> lines(Recordings recordings) throws IOException {
        return Files.readAllLines(recordings.directory(41).resolve("transfers-2.jsonl"));
    }

    @Test
    void aLineBearsTheDigestOfWhatMoved() throws IOException {
        byte[] content = new byte[300_000];
        new java.util.Random(3).nextBytes(content);
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TransferRecording transfers = done(session.transfers(2, "sftp"));
            TransferRecording.Digest digest = transfers.newDigest();
            digest.update(content, 0, 100_000);
            digest.update(content, 100_000, 200_000);
            CompletionStage<Void> told = digest.finish()
                    .thenAccept(sha256 -> transfers.line(
                            upload("/srv/x").sha256(sha256.orElseThrow()).ended("ok", Recordings.START)));
            transfers.raw(Direction.TO_TARGET, 300_100);
            CompletionStage<Void> closed = transfers.close();
            done(told);
            done(closed);
            done(session.seal("client-left"));
            JsonNode line = new ObjectMapper().readTree(lines(recordings).get(1));
            assertEquals(sha256(content), line.path("sha256").asText());
            assertEquals("/srv/x", line.path("path").asText());
            assertEquals(1, line.path("seq").asInt());
            assertEquals(300_100, session.counters().input());
            assertEquals(0, session.counters().unrecorded());
        }
    }

    @Test
    void withDigestsSwitchedOffThereIsNone() throws IOException {
        try (Recordings recordings = new Recordings(RecorderSettings.at(root).withDigests(false))) {
            TransferRecording transfers = done(recordings.session(41).transfers(2, "scp"));
            assertEquals(Optional.empty(), done(transfers.newDigest().finish()));
        }
    }

    @Test
    void aDigestThatIsNotEndedFailsWithItsChannel() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TransferRecording transfers = done(session.transfers(2, "sftp"));
            TransferRecording.Digest digest = transfers.newDigest();
            digest.update(bytes("x"), 0, 1);
            done(transfers.close());
            assertThrows(RecordingFailedException.class, digest::finish);
        }
    }

    @Test
    void aNameThatIsNoTextIsEscapedAndKeptExactly() {
        TransferPath path = TransferPath.of(new byte[] {'a', (byte) 0xff, '\n', '\\'});
        assertEquals("a\\xff\\x0a\\x5c", path.text());
        assertEquals(Optional.of("61ff0a5c"), path.hex());
        TransferPath turned = TransferPath.of(bytes("gpj.\u202etxt.exe\u001b[2J"));
        assertEquals("gpj.\\xe2\\x80\\xaetxt.exe\\x1b[2J", turned.text());
        assertTrue(turned.hex().isEmpty());
    }
}
