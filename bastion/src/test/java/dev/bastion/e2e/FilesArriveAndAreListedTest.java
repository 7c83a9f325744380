package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's own sftp and scp, both protocols of the latter; each file's digest stands in the records afterwards. */
@NeedsDemo
class FilesArriveAndAreListedTest {
    private static final String HOST = "postgres@prod-db-1";
    private static DemoWorld world;

    @TempDir
    Path scratch;

    private Path sent;
    private String digest;

    @BeforeAll
    static void grant(DemoWorld demo) {
        world = demo;
        world.grant("prod-db-1", "postgres", "45m");
    }

    @BeforeEach
    void makeAFile() throws IOException, NoSuchAlgorithmException {
        byte[] content = new byte[3_000_001];
        new Random().nextBytes(content);
        sent = Files.write(scratch.resolve("sent"), content);
        digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void bySftp() throws IOException {
        Path back = scratch.resolve("back");
        world.tool("sftp", "alice", "-b", "-", "-J", "bastion", HOST)
                .reading("put %s by-sftp\nget by-sftp %s\nls -l by-sftp\nrename by-sftp other\nrm other\n"
                        .formatted(sent, back))
                .run()
                .done();
        assertArrived(back);
    }

    @Test
    void byScp() throws IOException {
        assertCopiedThereAndBack();
    }

    @Test
    void byTheOldProtocolOfScp() throws IOException {
        assertCopiedThereAndBack("-O");
    }

    @Test
    void aFolderByTheOldProtocolOfScp() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("folder/inner")).getParent();
        Files.copy(sent, folder.resolve("inner/file"));
        world.tool("scp", "alice", "-q", "-O", "-r", "-p", "-J", "bastion", folder.toString(), HOST + ":")
                .run()
                .done();
        world.tool("scp", "alice", "-q", "-O", "-r", "-p", "-J", "bastion", HOST + ":folder", scratch + "/back")
                .run()
                .done();
        assertArrived(scratch.resolve("back/inner/file"));
    }

    @Test
    void aMissingFileIsAnErrorOfTheHost() {
        Ran ran = world.tool("sftp", "alice", "-b", "-", "-J", "bastion", HOST)
                .reading("get no-such-file " + scratch + "/x\n")
                .run();
        assertEquals(1, ran.status(), ran::toString);
        assertTrue(ran.err().contains("not found"), ran::err);
    }

    private void assertCopiedThereAndBack(String... options) throws IOException {
        Path back = scratch.resolve("back");
        copy(options, sent.toString(), HOST + ":by-scp");
        copy(options, HOST + ":by-scp", back.toString());
        assertArrived(back);
    }

    private static void copy(String[] options, String from, String to) {
        String[] words = Stream.of(Stream.of("-q"), Stream.of(options), Stream.of("-J", "bastion", from, to))
                .flatMap(part -> part)
                .toArray(String[]::new);
        world.tool("scp", "alice", words).run().done();
    }

    private void assertArrived(Path back) throws IOException {
        assertEquals(-1, Files.mismatch(sent, back));
        world.until(() -> timesListed() == 2, "the digest is listed for both ways");
    }

    private long timesListed() {
        try (Stream<Path> files = Files.walk(world.recordings())) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .flatMap(FilesArriveAndAreListedTest::lines)
                    .filter(line -> line.contains(digest))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
