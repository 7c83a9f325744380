package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineHasMannersTest {
    @TempDir
    Path directory;

    @Test
    void versionGoesToStandardOutput() {
        Run run = Run.in(directory, "--version");
        assertEquals(0, run.status());
        assertTrue(run.out().startsWith("bastion "), run::out);
        assertEquals("", run.err());
    }

    @Test
    void noCommandIsWrongUsage() {
        Run run = Run.in(directory);
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("no command given"), run::err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve", "init", "check", "explain", "person", "target", "replay", "repair", "verify", "report",
                "rebuild", "restore"
            })
    void everyCommandHasHelp(String command) {
        Run run = Run.in(directory, command, "--help");
        assertEquals(0, run.status(), run::err);
        assertTrue(run.out().contains("Usage: bastion " + command), run::out);
        assertFalse(run.out().contains("${"), run::out);
    }

    @Test
    void fileOfArgumentsIsText() {
        Run run = Run.in(directory, "@/etc/hostname");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("@/etc/hostname"), run::err);
    }

    @Test
    void missingConfigIsOneSentenceWithHint() {
        Run run = Run.in(directory, "serve");
        assertEquals(1, run.status());
        assertEquals("""
                bastion.yaml: there is no such file
                hint: bastion init makes one, --config names another
                """, run.err());
    }
}
