package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsDemo
class SigtermDrainsTest {
    @TempDir
    Path directory;

    @Test
    void terminalsAreToldRecordingsSealedAndTheProcessEndsWithZero(DemoWorld world) throws IOException {
        try (OwnBastion bastion = OwnBastion.in(directory, world)) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Keyboard shell = world.keyboard(bastion.ssh("alice", "-J", "bastion", "postgres@prod-db-1"))) {
                shell.expect("postgres@prod-db-1:[^\n]*\\$ ");
                int before = shell.screen().length();
                assertEquals(0, bastion.stop());
                assertEquals(255, shell.end().status());
                assertFalse(shell.screen().substring(before).isBlank(), "the terminal was told nothing");
            }
            bastion.serve();
            String listed = bastion.bastion("bob", "recordings").done().out();
            assertFalse(listed.contains("broken"), listed);
            bastion.executable("verify").done();
            assertTrue(bastion.bastion("alice", "grants").done().out().contains("prod-db-1"));
        }
    }

    /** It answers before it is warm, and people may be inside then. */
    @Test
    void alsoWhileItWarmsUp(DemoWorld world) throws IOException {
        try (OwnBastion bastion = OwnBastion.in(directory, world)) {
            assertEquals(0, bastion.stop());
            bastion.executable("verify").done();
        }
    }
}
