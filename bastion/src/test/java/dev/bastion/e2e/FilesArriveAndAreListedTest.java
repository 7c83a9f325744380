package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
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
    void aHundredMegabytesBySftp() throws IOException {
        Path large = scratch.resolve("large");
        Path back = scratch.resolve("back");
        String sum = DemoWorld.script("head -c 100000000 /dev/urandom >\"$1\" && sha256sum <\"$1\"", large.toString())
                .run()
                .done()
                .out()
                .substring(0, 64);
        world.tool("sftp", "alice", "-b", "-", "-J", "bastion", HOST)
                .reading("put %s a-hundred-megabytes\nget a-hundred-megabytes %s\nrm a-hundred-megabytes\n"
                        .formatted(large, back))
                .run()
                .done();
        assertEquals(-1, Files.mismatch(large, back));
        world.until(() -> listed("a-hundred-megabytes").size() == 2, "both ways are listed");
        assertLine(listed("a-hundred-megabytes").getFirst(), "upload", "bytes_written", sum);
        assertLine(listed("a-hundred-megabytes").getLast(), "download", "bytes_read", sum);
    }

    private static List<JsonNode> listed(String name) {
        return TransferLines.ofFile(world.recordings(), name);
    }

    private static void assertLine(JsonNode line, String direction, String bytes, String sum) {
        assertEquals(direction, line.path("direction").asText(), line::toString);
        assertEquals(100_000_000, line.path(bytes).asLong(), line::toString);
        assertEquals(sum, line.path("sha256").asText(), line::toString);
        assertTrue(line.path("complete").asBoolean(), line::toString);
        assertEquals("ok", line.path("result").asText(), line::toString);
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
