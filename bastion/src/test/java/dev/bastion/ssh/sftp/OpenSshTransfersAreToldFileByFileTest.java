package dev.bastion.ssh.sftp;

import static dev.bastion.ssh.sftp.CollectedTransfers.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Confines;
import dev.bastion.recorder.Direction;
import dev.bastion.recorder.TransferLine;
import dev.bastion.recorder.TransferLine.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system's sftp and scp on one side, its sftp-server on the other, the gate between them. */
class OpenSshTransfersAreToldFileByFileTest {

    private static final int PIECE = 32 * 1024;
    private static final Set<Permit> BOTH = EnumSet.of(Permit.SFTP_READ, Permit.SFTP_WRITE);

    @TempDir
    Path directory;

    private Path near;
    private Path far;
    private final CollectedTransfers told = new CollectedTransfers();

    @BeforeEach
    void twoSides() throws IOException {
        near = Files.createDirectory(directory.resolve("near"));
        far = Files.createDirectory(directory.resolve("far"));
    }

    @Test
    void tellsLargeFilesBothWaysByteExact() throws Exception {
        byte[] up = content(50 << 20, 1);
        byte[] down = content((50 << 20) + 4711, 2);
        Files.write(near.resolve("up"), up);
        Files.write(far.resolve("down"), down);

        assertEquals(0, sftp(BOTH, "put up", "get down").status());

        assertArrayEquals(up, Files.readAllBytes(far.resolve("up")));
        assertArrayEquals(down, Files.readAllBytes(near.resolve("down")));
        TransferLine upload = file("up");
        assertEquals("upload", upload.direction());
        assertEquals(Optional.of(sha256(up)), upload.sha256());
        assertEquals(up.length, upload.bytesWritten());
        assertEquals(Optional.of(true), upload.complete());
        assertEquals("ok", upload.result());
        TransferLine download = file("down");
        assertEquals("download", download.direction());
        assertEquals(Optional.of(sha256(down)), download.sha256());
        assertEquals(down.length, download.bytesRead());
        assertEquals(Optional.of(true), download.complete());
        assertTrue(told.raw(Direction.TO_TARGET) > up.length);
        assertTrue(told.raw(Direction.TO_PERSON) > down.length);
    }

    @Test
    void tellsFilesThatCrossInPiecesOfAFewBytes() throws Exception {
        byte[] content = content(300_000, 3);
        Files.write(near.resolve("up"), content);
        Files.write(far.resolve("down"), content);

        assertEquals(0, sftp(BOTH, 7, "put up", "get down").status());

        assertArrayEquals(content, Files.readAllBytes(far.resolve("up")));
        assertArrayEquals(content, Files.readAllBytes(near.resolve("down")));
        assertEquals(Optional.of(sha256(content)), file("up").sha256());
        assertEquals(Optional.of(sha256(content)), file("down").sha256());
    }

    @Test
    void tellsAnEmptyFileAsComplete() throws Exception {
        Files.createFile(near.resolve("up"));
        Files.createFile(far.resolve("down"));

        assertEquals(0, sftp(BOTH, "put up", "get down").status());

        assertEquals(Optional.of(sha256(new byte[0])), file("up").sha256());
        assertEquals(Optional.of(true), file("up").complete());
        assertEquals(Optional.of(sha256(new byte[0])), file("down").sha256());
        assertEquals(Optional.of(true), file("down").complete());
    }

    @Test
    void tellsAResumedDownloadByItsInterval() throws Exception {
        byte[] content = content(1 << 20, 4);
        Files.write(far.resolve("down"), content);
        Files.write(near.resolve("down"), Arrays.copyOf(content, 400_000));

        assertEquals(0, sftp(BOTH, "reget down").status());

        assertArrayEquals(content, Files.readAllBytes(near.resolve("down")));
        TransferLine line = file("down");
        assertEquals(Optional.empty(), line.sha256());
        assertEquals(Optional.of("resumed"), line.digestMissing());
        assertEquals(List.of(new Interval(400_000, 1 << 20)), line.intervals());
        assertEquals(Optional.of(false), line.complete());
    }

    @Test
    void tellsAResumedUploadAsAppended() throws Exception {
        byte[] content = content(1 << 20, 5);
        Files.write(near.resolve("up"), content);
        Files.write(far.resolve("up"), Arrays.copyOf(content, 400_000));

        assertEquals(0, sftp(BOTH, "reput up").status());

        assertArrayEquals(content, Files.readAllBytes(far.resolve("up")));
        TransferLine line = file("up");
        assertEquals(Optional.of("append"), line.digestMissing());
        assertEquals((1 << 20) - 400_000, line.bytesWritten());
        assertTrue(line.openFlags().contains("append"));
    }

    @Test
    void tellsAttributesThatGoWithAnUpload() throws Exception {
        Files.writeString(near.resolve("up"), "with times");
        Files.setLastModifiedTime(near.resolve("up"), FileTime.fromMillis(1_000_000_000_000L));

        assertEquals(0, sftp(BOTH, "put -p up").status());

        assertEquals("2001-09-09T01:46:40Z", file("up").attributes().get("modified"));
        assertTrue(file("up").attributes().containsKey("mode"));
    }

    @Test
    void tellsEveryOperationOnNames() throws Exception {
        Files.writeString(far.resolve("a"), "a");
        Files.writeString(far.resolve("b"), "b");

        assertEquals(
                0,
                sftp(
                                BOTH,
                                "mkdir new",
                                "rename a new/a",
                                "rm b",
                                "ln -s new/a link",
                                "ln new/a hard",
                                "chmod 600 hard",
                                "ls new",
                                "mkdir gone",
                                "rmdir gone")
                        .status());

        assertTrue(Files.isSymbolicLink(far.resolve("link")));
        assertFalse(Files.exists(far.resolve("b")));
        assertEquals(2, told.all("mkdir").size());
        TransferLine rename = told.only("posix-rename");
        assertEquals(far.toRealPath().resolve("a").toString(), rename.path().text());
        assertEquals(
                far.toRealPath().resolve("new/a").toString(),
                rename.newPath().orElseThrow().text());
        assertEquals(
                far.toRealPath().resolve("b").toString(),
                told.only("remove").path().text());
        assertEquals("new/a", told.only("symlink").path().text());
        assertEquals(
                far.toRealPath().resolve("link").toString(),
                told.only("symlink").newPath().orElseThrow().text());
        assertEquals("ok", told.only("hardlink").result());
        assertEquals("0600", told.only("setstat").attributes().get("mode"));
        assertEquals("ok", told.only("rmdir").result());
        assertEquals(
                far.toRealPath().resolve("new/").toString(),
                told.all("list").get(0).path().text().replaceAll("/$", ""));
    }

    @Test
    void tellsWhatTheHostRefuses() throws Exception {
        RealPipe.Result result = sftp(BOTH, "-get nothing", "-rm nothing", "-mkdir /proc/none");

        assertTrue(result.said().contains("nothing"));
        assertEquals("no-such-file", told.only("remove").result());
        assertFalse(told.only("mkdir").result().equals("ok"));
    }

    @Test
    void tellsScpUploadInPlaceAsComplete() throws Exception {
        byte[] content = content(3_000_000, 6);
        Files.write(near.resolve("up"), content);
        Files.write(far.resolve("up"), content(5_000_000, 7));

        assertEquals(0, scp(BOTH, "scp", "SSH", "-p", "up", "host:up").status());

        assertArrayEquals(content, Files.readAllBytes(far.resolve("up")));
        TransferLine line = file("up");
        assertEquals(Optional.of(sha256(content)), line.sha256());
        assertEquals(Optional.of(true), line.complete());
        assertEquals("3000000", line.attributes().get("size"));
    }

    @Test
    void tellsEachOfManyFiles() throws Exception {
        Path tree = Files.createDirectories(near.resolve("tree/deep"));
        for (int i = 0; i < 40; i++) {
            Files.write(tree.resolve("f" + i), content(i * 1000, i));
        }

        assertEquals(0, scp(BOTH, "scp", "SSH", "-r", "tree", "host:").status());
        assertEquals(0, scp(BOTH, "scp", "SSH", "-r", "host:tree", "back").status());

        assertEquals(80, told.all("file").size());
        for (TransferLine line : told.all("file")) {
            String name = line.path().text().replaceAll(".*/f", "");
            int i = Integer.parseInt(name);
            assertEquals(Optional.of(sha256(content(i * 1000, i))), line.sha256(), line.toString());
            assertEquals(Optional.of(true), line.complete(), line.toString());
        }
    }

    @Test
    void makesNamesHarmless() throws Exception {
        Files.writeString(near.resolve("list"), "content");

        assertEquals(0, sftp(BOTH, "put list \"ring\u0007\u001b[2J\"").status());

        TransferLine line = told.only("file");
        assertTrue(line.path().text().endsWith("ring\\x07\\x1b[2J"), line.path().text());
    }

    @Test
    void readPermitAloneListsAndGets() throws Exception {
        byte[] content = content(100_000, 8);
        Files.write(far.resolve("down"), content);
        Files.write(near.resolve("up"), content);

        RealPipe.Result result = sftp(
                EnumSet.of(Permit.SFTP_READ),
                "ls",
                "get down",
                "-put up",
                "-rm down",
                "-mkdir new",
                "-rename down other",
                "-chmod 777 down",
                "-ln -s down link",
                "-ln down hard");

        assertEquals(0, result.status(), result.said());
        assertArrayEquals(content, Files.readAllBytes(near.resolve("down")));
        try (var left = Files.list(far)) {
            assertEquals(List.of(far.resolve("down")), left.toList());
        }
        assertTrue(result.said().contains("Permission denied"), result.said());
        assertEquals("refused", file("up").result());
        assertEquals(Optional.of("sftp-write is not granted"), file("up").resultText());
        for (String operation : List.of("remove", "mkdir", "posix-rename", "setstat", "symlink", "hardlink")) {
            assertEquals("refused", told.only(operation).result());
        }
    }

    @Test
    void writePermitAloneListsAndPuts() throws Exception {
        byte[] content = content(100_000, 9);
        Files.write(far.resolve("down"), content);
        Files.write(near.resolve("up"), content);

        RealPipe.Result result = sftp(EnumSet.of(Permit.SFTP_WRITE), "ls", "put up", "-get down");

        assertEquals(0, result.status(), result.said());
        assertArrayEquals(content, Files.readAllBytes(far.resolve("up")));
        assertEquals(Optional.of(true), file("up").complete());
        assertEquals("refused", file("down").result());
        assertEquals(0, Files.exists(near.resolve("down")) ? Files.size(near.resolve("down")) : 0);
    }

    @Test
    void countsButDoesNotDigestWhenDigestsAreOff() throws Exception {
        byte[] content = content(1 << 20, 10);
        Files.write(near.resolve("up"), content);

        RealPipe pipe = new RealPipe(directory, 1, PIECE);
        SftpGate gate = new SftpGate(BOTH, Confines.NONE, told, false, Clock.systemUTC());
        assertEquals(0, run(pipe, gate, sftpCommand("put up")).status());

        assertEquals(Optional.of("off"), file("up").digestMissing());
        assertEquals(List.of(new Interval(0, 1 << 20)), file("up").intervals());
        assertEquals(Optional.of(true), file("up").complete());
    }

    private TransferLine file(String name) {
        List<TransferLine> found = told.all("file").stream()
                .filter(line -> line.path().text().endsWith("/" + name)
                        || line.path().text().equals(name))
                .toList();
        assertEquals(1, found.size(), () -> "lines of " + name + " in " + told.lines());
        return found.get(0);
    }

    private RealPipe.Result sftp(Set<Permit> permits, String... batch) throws Exception {
        return sftp(permits, PIECE, batch);
    }

    private RealPipe.Result sftp(Set<Permit> permits, int piece, String... batch) throws Exception {
        return run(new RealPipe(directory, piece, piece), gate(permits), sftpCommand(batch));
    }

    private List<String> sftpCommand(String... batch) throws IOException {
        Path file = directory.resolve("batch");
        Files.write(file, List.of(batch));
        return List.of("sftp", "SSH", "-b", file.toString(), "host");
    }

    private RealPipe.Result scp(Set<Permit> permits, String... command) throws Exception {
        return run(new RealPipe(directory, 1, PIECE), gate(permits), List.of(command));
    }

    private SftpGate gate(Set<Permit> permits) {
        return new SftpGate(permits, Confines.NONE, told, true, Clock.systemUTC());
    }

    private RealPipe.Result run(RealPipe pipe, SftpGate gate, List<String> client) throws Exception {
        return pipe.run(client, near, asked -> RealPipe.sftpServer(), far, asked -> Listener.of(gate));
    }

    private static byte[] content(int length, long seed) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }
}
