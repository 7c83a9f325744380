package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of the units in {@code deploy}, as {@code systemd-analyze verify} reads them. */
final class UnitFilesAreUnderstoodBySystemdTest {
    private static final Path DEPLOY = Path.of("../deploy").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    @BeforeEach
    void needSystemd() {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "systemd-analyze"))),
                "there is no systemd-analyze here (Debian: systemd)");
    }

    @Test
    void theBastions() throws Exception {
        assertEquals("0 ", verified("bastion.service"));
    }

    @Test
    void thoseThatFetchTheListForHosts() throws Exception {
        assertEquals("0 ", verified("krl/fetch-krl.service"));
        assertEquals("0 ", verified("krl/fetch-krl.timer"));
    }

    @Test
    void oneWithALineThatItDoesNotKnowIsNot() throws Exception {
        Path unit = copied("bastion.service");
        Files.writeString(unit, Files.readString(unit).replace("LockPersonality=yes", "LockPersonalty=yes"));
        assertTrue(verified(unit).contains("LockPersonalty"));
    }

    private String verified(String unit) throws IOException, InterruptedException {
        return verified(copied(unit));
    }

    /** What they start is not installed here, and would be all that is wrong. */
    private Path copied(String unit) throws IOException {
        Path file = DEPLOY.resolve(unit);
        return Files.writeString(
                directory.resolve(file.getFileName()),
                Files.readString(file)
                        .replace("/opt/bastion/bin/bastion", "/bin/true")
                        .replace("/usr/local/sbin/fetch-krl", "/bin/true"));
    }

    private String verified(Path unit) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        return process.waitFor() + " " + Files.readString(said);
    }
}
