package dev.bastion.ssh.sftp;

import static dev.bastion.ssh.sftp.CollectedTransfers.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.recorder.TransferLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system's {@code scp -O} with the real {@code scp -t} or {@code -f} on the other side, the tap between them. */
class OldScpIsToldFileByFileTest {

    @TempDir
    Path directory;

    private Path near;
    private Path far;
    private final CollectedTransfers told = new CollectedTransfers();
    private Optional<ScpCommand> command = Optional.empty();
    private Transcript transcript = new Transcript();

    @BeforeEach
    void twoSides() throws IOException {
        near = Files.createDirectory(directory.resolve("near"));
        far = Files.createDirectory(directory.resolve("far"));
    }

    @Test
    void tellsAnUpload() throws Exception {
        byte[] content = content(5_000_000, 1);
        Files.write(near.resolve("up"), content);

        assertEquals(0, scp("up", "host:there"));

        assertArrayEquals(content, Files.readAllBytes(far.resolve("there")));
        TransferLine line = told.only("file");
        assertEquals("upload", line.direction());
        assertEquals("up", line.path().text());
        assertEquals("there", line.attributes().get("argument"));
        assertEquals(Optional.of(sha256(content)), line.sha256());
        assertEquals(Optional.of(true), line.complete());
        assertEquals("ok", line.result());
    }

    @Test
    void tellsADownload() throws Exception {
        byte[] content = content(5_000_000, 2);
        Files.write(far.resolve("down"), content);

        assertEquals(0, scp("-p", "host:down", "down"));

        assertArrayEquals(content, Files.readAllBytes(near.resolve("down")));
        TransferLine line = told.only("file");
        assertEquals("download", line.direction());
        assertEquals(Optional.of(sha256(content)), line.sha256());
        assertEquals(content.length, line.bytesRead());
    }

    @Test
    void tellsTreesWithTheirDirectories() throws Exception {
        Files.createDirectories(near.resolve("tree/deep"));
        Files.writeString(near.resolve("tree/deep/a"), "a");
        Files.createFile(near.resolve("tree/b"));

        assertEquals(0, scp("-r", "-p", "tree", "host:"));
        assertEquals(0, scp("-r", "host:tree", "back"));

        List<String> names = told.all("file").stream()
                .map(line -> line.path().text())
                .sorted()
                .toList();
        assertEquals(List.of("tree/b", "tree/b", "tree/deep/a", "tree/deep/a"), names);
        assertTrue(told.all("file").stream().allMatch(line -> line.complete().orElseThrow()));
        assertTrue(told.all("file").stream().allMatch(line -> line.sha256().isPresent()));
    }

    @Test
    void tellsWhatTheSenderCannotRead() throws Exception {
        assertNotEquals(0, scp("host:nothing", "down"));
        TransferLine line = told.only("scp");
        assertEquals("failure", line.result());
        assertTrue(line.resultText().orElseThrow().contains("No such file"));
    }

    @Test
    void tellsWhatTheReceiverCannotWrite() throws Exception {
        Files.writeString(near.resolve("up"), "content");
        assertNotEquals(0, scp("up", "host:/proc/none"));
        TransferLine line = told.only("file");
        assertEquals("failure", line.result());
        assertEquals(0, line.bytesWritten());
    }

    @Test
    void tellsTheSameInAnyPieces() throws Exception {
        Files.createDirectories(near.resolve("tree"));
        Files.write(near.resolve("tree/a"), content(50_000, 3));
        Files.write(near.resolve("tree/b"), content(100, 4));
        assertEquals(0, scp("-r", "-p", "tree", "host:"));

        List<String> digests = digests(told);
        for (int seed = 0; seed < 40; seed++) {
            CollectedTransfers again = new CollectedTransfers();
            ScpTap tap = new ScpTap(command.orElseThrow(), again, true, GateInHand.STANDING);
            int largest = seed == 0 ? 1 : 1 << (seed % 15);
            transcript.replay(Listener.of(tap), new Random(seed), largest, (b, o, l) -> {}, (b, o, l) -> {});
            assertEquals(digests, digests(again));
        }
    }

    @Test
    void aStreamThatIsNoneIsOpaqueAndNothingElse() throws Exception {
        Files.createDirectories(near.resolve("tree"));
        Files.write(near.resolve("tree/a"), content(5_000, 3));
        assertEquals(0, scp("-r", "-p", "tree", "host:"));

        int opaque = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            CollectedTransfers again = new CollectedTransfers();
            ScpTap tap = new ScpTap(command.orElseThrow(), again, true, GateInHand.STANDING);
            Transcript changed = new Transcript();
            for (Transcript.Piece piece : transcript.pieces()) {
                byte[] bytes = piece.bytes.clone();
                if (random.nextInt(4) == 0) {
                    bytes[random.nextInt(Math.min(40, bytes.length))] = (byte) random.nextInt(256);
                }
                changed.add(piece.fromClient, bytes, bytes.length);
            }
            changed.replay(Listener.of(tap), random, 1 << random.nextInt(12), (b, o, l) -> {}, (b, o, l) -> {});
            tap.close();
            assertTrue(again.lines().stream()
                            .filter(line -> line.result().equals("opaque"))
                            .count()
                    <= 1);
            opaque += again.lines().stream().anyMatch(line -> line.result().equals("opaque")) ? 1 : 0;
        }
        assertTrue(opaque > 1000, opaque + " opaque");
    }

    @Test
    void whatIsOnItsWayAtTheEndIsAborted() {
        ScpTap tap = tap("scp -t /x");
        fromServer(tap, "\0");
        fromClient(tap, "C0644 10 na\u001bme\n");
        fromServer(tap, "\0");
        fromClient(tap, "01234");

        tap.close();

        TransferLine line = told.only("file");
        assertEquals("aborted", line.result());
        assertEquals(5, line.bytesWritten());
        assertEquals(Optional.of(false), line.complete());
        assertEquals("na\\x1bme", line.path().text());
    }

    @Test
    void aSenderThatDoesNotWaitIsOpaque() {
        ScpTap tap = tap("scp -t /x");
        fromServer(tap, "\0");
        fromClient(tap, "C0644 3 a\nabc");
        assertEquals("opaque", told.only("scp").result());
    }

    @Test
    void aNameThatLeavesItsDirectoryIsMarked() {
        ScpTap tap = tap("scp -f /x");
        fromClient(tap, "\0");
        fromServer(tap, "C0644 0 ../.bashrc\n");
        fromClient(tap, "\0");
        fromServer(tap, "\0");
        fromClient(tap, "\0");
        assertEquals("name leaves its directory", told.only("file").attributes().get("warning"));
    }

    @Test
    void endlessLinesAreOpaque() {
        ScpTap tap = tap("scp -t /x");
        fromServer(tap, "\0");
        fromClient(tap, "C".repeat(100_000));
        assertEquals("opaque", told.only("scp").result());
    }

    private ScpTap tap(String line) {
        return new ScpTap(
                ScpCommand.parse(line.getBytes(StandardCharsets.UTF_8)).orElseThrow(), told, true, GateInHand.STANDING);
    }

    private static void fromClient(ScpTap tap, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tap.fromClient(bytes, 0, bytes.length);
    }

    private static void fromServer(ScpTap tap, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tap.fromServer(bytes, 0, bytes.length);
    }

    private static List<String> digests(CollectedTransfers told) {
        return told.all("file").stream()
                .map(line -> line.path().text() + line.sha256().orElseThrow())
                .toList();
    }

    private int scp(String... arguments) throws Exception {
        List<String> client = new ArrayList<>(List.of("scp", "-O", "SSH"));
        client.addAll(List.of(arguments));
        transcript = new Transcript();
        RealPipe pipe = new RealPipe(directory, 1, 20_000, Optional.of(transcript));
        return pipe.run(client, near, asked -> List.of("sh", "-c", asked), far, this::listener)
                .status();
    }

    private Listener listener(String asked) {
        command = ScpCommand.parse(asked.getBytes(StandardCharsets.ISO_8859_1));
        return Listener.of(new ScpTap(command.orElseThrow(), told, true, Clock.systemUTC()));
    }

    private static byte[] content(int length, long seed) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }
}
