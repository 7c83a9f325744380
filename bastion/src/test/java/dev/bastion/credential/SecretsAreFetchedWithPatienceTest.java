package dev.bastion.credential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.config.Secret;
import dev.bastion.config.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret comes from a file, a variable or a program; one that does not come says why, and nothing of what was read. */
class SecretsAreFetchedWithPatienceTest {
    private static final SecretFetcher FETCHER = new SecretFetcher(Duration.ofSeconds(10));

    @TempDir
    Path directory;

    @Test
    void aFileIsReadAnewEachTime() throws Exception {
        Path file = file("first\n");
        SecretSource source = new SecretSource.InFile(file);
        assertEquals("first", text(source));
        Files.writeString(file, "second \r\n\n");
        assertEquals("second ", text(source));
    }

    @Test
    void aVariableIsWhatItWas() throws Exception {
        assertEquals("hunter2", text(new SecretSource.InVariable("P", new Secret("hunter2"))));
    }

    @Test
    void aProgramPrintsItAndNoShellReadsItsWords() throws Exception {
        assertEquals("$HOME; `id` 'x'", text(command("/bin/echo", "$HOME; `id` 'x'")));
    }

    @Test
    void aProgramSeesNothingOfTheBastionsOwnEnvironment() throws Exception {
        List<String> names = text(command("/usr/bin/env"))
                .lines()
                .map(line -> line.split("=", 2)[0])
                .toList();
        assertTrue(List.of("PATH", "HOME", "LANG").containsAll(names), names::toString);
    }

    @Test
    void whatItSaysOfAnErrorGoesNowhere() {
        SecretUnavailableException failed = assertThrows(
                SecretUnavailableException.class,
                () -> text(command("/bin/sh", "-c", "echo hunter2; echo hunter2 >&2; exit 3")));
        assertEquals("\"/bin/sh\" ended with status 3", failed.getMessage());
    }

    /** With the child that it waits for, which would hold its output open. */
    @Test
    void aProgramThatHangsIsKilledWithAllThatItStarted() throws Exception {
        Path pid = directory.resolve("pid");
        Instant before = Instant.now();
        SecretUnavailableException failed = assertThrows(
                SecretUnavailableException.class,
                () -> new SecretFetcher(Duration.ofSeconds(1))
                        .fetch(command("/bin/sh", "-c", "sleep 600 & echo $! >" + pid + "; echo half; wait")));
        assertEquals("\"/bin/sh\" gave no answer within 1 s", failed.getMessage());
        assertTrue(Duration.between(before, Instant.now()).toSeconds() < 30);
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(
                        sleep -> sleep.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }

    @Test
    void aProgramThatNeverStopsIsCutOff() {
        SecretUnavailableException failed =
                assertThrows(SecretUnavailableException.class, () -> text(command("/usr/bin/yes", "hunter2")));
        assertEquals("\"/usr/bin/yes\" gave more than 16384 bytes", failed.getMessage());
    }

    @Test
    void nothingIsNoSecret() throws IOException {
        assertRefused("\"/bin/true\" gave nothing", command("/bin/true"));
        Path empty = file("\n");
        assertRefused("\"" + empty + "\" gave nothing", new SecretSource.InFile(empty));
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        Path missing = directory.resolve("missing");
        assertRefused("\"" + missing + "\" cannot be read", new SecretSource.InFile(missing));
        assertRefused("\"" + missing + "\" cannot be started", command(missing.toString(), "hunter2"));
        Path open = file("hunter2");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused("\"" + open + "\" may be read by everybody", new SecretSource.InFile(open));
    }

    @Test
    void whatIsClosedIsWiped() throws Exception {
        SecretBytes secret = FETCHER.fetch(new SecretSource.InVariable("P", new Secret("hunter2")));
        byte[] bytes = secret.bytes();
        assertFalse(secret.toString().contains("hunter2"));
        secret.close();
        assertArrayEquals(new byte[7], bytes);
    }

    private static void assertRefused(String why, SecretSource source) {
        assertEquals(
                why,
                assertThrows(SecretUnavailableException.class, () -> text(source))
                        .getMessage());
    }

    private static SecretSource command(String... words) {
        return new SecretSource.ByCommand(List.of(words));
    }

    private static String text(SecretSource source) throws SecretUnavailableException {
        try (SecretBytes secret = FETCHER.fetch(source)) {
            return new String(secret.bytes(), StandardCharsets.UTF_8);
        }
    }

    private Path file(String text) throws IOException {
        Path file = Files.createTempFile(directory, "secret", "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(file, text);
    }
}
