package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** THREATS T23: whatever is asked of the executable, and whatever is wrong, what opens the keys is in no word of it. */
class NoCommandSaysAPassphraseTest {
    private static final String RIGHT = "correct horse 4711";
    private static final String WRONG = "wrong horse 4712";

    @TempDir
    static Path directory;

    private static String config;

    @BeforeAll
    static void initialise() throws IOException {
        assertSilent(Run.in(directory, Map.of("P", RIGHT), "init", "--passphrase-env", "P"));
        config = Files.readString(directory.resolve("bastion.yaml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "serve",
                "ca show",
                "explain alice prod-db-1",
                "diff access.yaml access.yaml",
                "person alice --key-file access.yaml",
                "person disable alice --reason gone",
                "verify",
                "report access",
                "rebuild",
                "restore --accept",
                "repair data",
                "replay data",
                "init",
            })
    void rightOrWrong(String line) {
        String[] words = line.split(" ", -1);
        assertSilent(Run.in(directory, Map.of("P", RIGHT), words));
        assertSilent(Run.in(directory, Map.of("P", WRONG), words));
        assertSilent(Run.in(directory, Map.of(), words));
    }

    /** A secret where its place should stand is a mistake that people make. */
    @ParameterizedTest
    @ValueSource(strings = {"passphrase: \"" + WRONG + "\"", "passphrase-env: \"" + WRONG + "\""})
    void neitherInThePlaceOfItsName(String key) throws IOException {
        Path other = directory.resolve("mistake");
        Files.createDirectories(other);
        Files.writeString(other.resolve("bastion.yaml"), config.replaceFirst("passphrase-env: \"?P\"?", key));
        Run check = Run.in(other, Map.of("P", RIGHT), "check");
        assertEquals(1, check.status());
        assertSilent(check);
    }

    @Test
    void norOfAFileThatIsOpenToAll() throws IOException {
        Path file = Files.writeString(directory.resolve("open"), RIGHT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path other = Files.createDirectories(directory.resolve("opened"));
        Files.writeString(
                other.resolve("bastion.yaml"),
                config.replaceFirst("passphrase-env: \"?P\"?", "passphrase-file: ../open"));
        Run check = Run.in(other, Map.of(), "check");
        assertEquals(1, check.status());
        assertSilent(check);
    }

    private static void assertSilent(Run run) {
        for (String secret : new String[] {RIGHT, WRONG}) {
            assertFalse(run.out().contains(secret), run::out);
            assertFalse(run.err().contains(secret), run::err);
        }
    }
}
