package dev.bastion.ssh.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.rule.Confines;
import dev.bastion.policy.rule.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's own sftp, scp and sftp-server; the server starts in a directory where logs are read and an inbox is written. */
class OpenSshWorksWithinConfinedPathsTest {
    @TempDir
    Path directory;

    private final CollectedTransfers told = new CollectedTransfers();
    private Path near;
    private Path far;

    @BeforeEach
    void lay() throws IOException {
        near = Files.createDirectory(directory.toRealPath().resolve("near"));
        far = Files.createDirectory(directory.toRealPath().resolve("far"));
        Files.createDirectories(far.resolve("logs/old"));
        Files.createDirectories(far.resolve("inbox"));
        Files.writeString(far.resolve("logs/app.log"), "a line\n");
        Files.writeString(far.resolve("logs/old/app.log"), "an older line\n");
        Files.writeString(far.resolve("secret"), "nobody's affair\n");
        Files.writeString(near.resolve("up"), "from here\n");
    }

    @Test
    void changesListsGetsAndPutsByRelativeNames() throws Exception {
        RealPipe.Result result =
                sftp("ls", "cd logs", "ls -l", "get app.log", "cd ..", "cd inbox", "put up", "rename up there", "pwd");
        assertEquals(0, result.status(), result.said());
        assertEquals("a line\n", Files.readString(near.resolve("app.log")));
        assertEquals("from here\n", Files.readString(far.resolve("inbox/there")));
    }

    @Test
    void getsADirectoryWhole() throws Exception {
        RealPipe.Result result = sftp("get -r logs");
        assertEquals(0, result.status(), result.said());
        assertEquals("an older line\n", Files.readString(near.resolve("logs/old/app.log")));
    }

    @Test
    void getsNothingElse() throws Exception {
        for (String command : List.of(
                "get secret",
                "get logs/../secret",
                "put up secret",
                "rm logs/app.log",
                "symlink ../secret inbox/s",
                "ln ../secret inbox/s",
                "rename secret inbox/s",
                "ls /etc",
                "chmod 777 logs/app.log")) {
            assertNotEquals(0, sftp(command).status(), command);
        }
        assertFalse(Files.exists(near.resolve("secret")) && Files.size(near.resolve("secret")) > 0);
        assertEquals("nobody's affair\n", Files.readString(far.resolve("secret")));
        assertTrue(Files.exists(far.resolve("logs/app.log")));
        assertEquals(0, far.resolve("inbox").toFile().list().length);
        assertTrue(told.lines().stream().anyMatch(line -> line.result().equals("refused")));
    }

    @Test
    void copiesByScpWhichNeverAsksWhereItIs() throws Exception {
        assertEquals(0, scp("host:logs/app.log", "got").status());
        assertEquals("a line\n", Files.readString(near.resolve("got")));
        RealPipe.Result put = scp("up", "host:inbox");
        assertEquals(0, put.status(), put.said());
        assertEquals("from here\n", Files.readString(far.resolve("inbox/up")));
        assertNotEquals(0, scp("host:secret", "stolen").status());
        assertNotEquals(0, scp("up", "host:secret").status());
        assertEquals("nobody's affair\n", Files.readString(far.resolve("secret")));
    }

    private RealPipe.Result sftp(String... batch) throws Exception {
        Path file = directory.resolve("batch");
        Files.write(file, List.of(batch));
        return run("sftp", "SSH", "-b", file.toString(), "host");
    }

    private RealPipe.Result scp(String from, String to) throws Exception {
        return run("scp", "SSH", "-s", from, to);
    }

    private RealPipe.Result run(String... client) throws Exception {
        Confines paths = new Confines(
                List.of(), List.of(new Glob(far + "/logs/**")), List.of(new Glob(far + "/inbox/*")), List.of());
        SftpGate gate = new SftpGate(GateInHand.BOTH, paths, told, true, Clock.systemUTC());
        return new RealPipe(directory, 1, 4096)
                .run(List.of(client), near, asked -> RealPipe.sftpServer(), far, asked -> Listener.of(gate));
    }
}
