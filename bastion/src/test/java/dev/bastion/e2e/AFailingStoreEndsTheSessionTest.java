package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is forwarded that is not recorded; and what takes access away waits for no disk. */
@NeedsDemo
class AFailingStoreEndsTheSessionTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final long DISK = 24L << 20;
    private static DemoWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @Test
    void whenTheDiskIsFull() throws IOException {
        try (OwnBastion bastion = OwnBastion.onASmallDisk(directory, world, DISK)) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Keyboard shell = shell(bastion)) {
                fill(bastion);
                shell.type("head -c 3000000 /dev/zero | base64\r");
                assertEnded(shell);
            }
            assertNotEquals(
                    0,
                    bastion.ssh("alice", "-J", "bastion", HOST, "hostname")
                            .run()
                            .status());
        }
    }

    @Test
    void whenTheDirectoryIsReadOnly() throws IOException {
        try (OwnBastion bastion = OwnBastion.onASmallDisk(directory, world, DISK)) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Keyboard shell = shell(bastion)) {
                // A disk with open files on it cannot be made read-only by force, but another can be laid over it.
                bastion.inside("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", data() + "/recordings")
                        .done();
                Ran ran =
                        bastion.ssh("alice", "-J", "bastion", HOST, "hostname").run();
                assertNotEquals(0, ran.status());
                assertEquals("", ran.out());
            }
        }
    }

    @Test
    void andARevocationThenActsAtOnce() throws IOException {
        try (OwnBastion bastion = OwnBastion.onASmallDisk(directory, world, DISK)) {
            String grant = bastion.grant("prod-db-1", "postgres", "45m");
            try (Keyboard shell = shell(bastion)) {
                fill(bastion);
                bastion.bastion("carol", "revoke", grant, "--reason", "now");
                assertEnded(shell);
                assertTrue(shell.screen().contains("revoked"), shell::screen);
            }
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void fill(OwnBastion bastion) {
        bastion.inside("sh", "-c", "cat /dev/zero >\"$1\"", "sh", data() + "/ballast");
    }

    private static Keyboard shell(OwnBastion bastion) {
        Keyboard shell = world.keyboard(bastion.ssh("alice", "-J", "bastion", HOST));
        shell.expect("postgres@prod-db-1:[^\n]*\\$ ");
        return shell;
    }

    private static void assertEnded(Keyboard shell) {
        assertEquals(255, shell.end().status(), shell::screen);
    }
}
