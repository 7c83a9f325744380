package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's start script, with a stand-in for java that tells how it was started. */
class StartScriptLeavesNothingToReadTest {
    @TempDir
    Path directory;

    private List<String> told;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Path java = Files.writeString(directory.resolve("java"), """
                #!/bin/sh
                echo "umask $(umask)"
                echo "core $(ulimit -c)"
                printf '%s\\n' "$@"
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "umask 022; exec \"$0\" check", script().toString())
                .redirectErrorStream(true);
        builder.environment().put("BASTION_JAVA", java.toString());
        Process process = builder.start();
        told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor(), told::toString);
    }

    @Test
    void filesAreForTheOwnerAlone() {
        assertEquals("umask 0077", told.get(0));
    }

    @Test
    void noCoreFileHoldsKeys() {
        assertEquals("core 0", told.get(1));
        assertHas("-XX:-CreateCoredumpOnCrash");
    }

    @Test
    void noHeapIsDumpedAndMemoryThatRanOutEndsTheProcess() {
        assertHas("-XX:-HeapDumpOnOutOfMemoryError");
        assertHas("-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void nobodyAttaches() {
        assertHas("-XX:+DisableAttachMechanism");
    }

    private void assertHas(String option) {
        assertTrue(told.contains(option), () -> option + " is not among " + told);
    }

    private static Path script() {
        Path top = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(top.resolve("deploy/demo"))) {
            top = top.getParent();
        }
        return top.resolve("deploy/src/main/sh/bastion");
    }
}
