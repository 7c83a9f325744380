package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wall clock of a running bastion is turned, and that of one that starts. */
@NeedsDemo
class ATurnedClockGivesNothingTest {
    private static final String HOST = "postgres@prod-db-1";
    private static DemoWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @Test
    void forwardEndsTheGrantAtOnce() throws IOException {
        try (OwnBastion bastion = start("PT0S")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Keyboard shell = shell(bastion)) {
                Instant turned = Instant.now();
                turn("PT1H");
                Keyboard.End end = shell.end();
                assertTrue(end.at().isBefore(turned.plus(Duration.ofSeconds(3))), () -> turned + " " + end);
                assertTrue(shell.screen().contains("expired"), shell::screen);
            }
        }
    }

    @Test
    void backDoesNotLengthenIt() throws IOException {
        try (OwnBastion bastion = start("PT0S")) {
            bastion.grant("prod-db-1", "postgres", "15s");
            try (Keyboard shell = shell(bastion)) {
                Instant latest = Instant.now().plusSeconds(16);
                turn("PT-1H");
                Keyboard.End end = shell.end();
                assertTrue(end.at().isBefore(latest), () -> latest + " " + end);
            }
        }
    }

    @Test
    void backOverARestartOpensNothing() throws IOException {
        try (OwnBastion bastion = start("PT0S")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            assertEquals(
                    "prod-db-1\n",
                    bastion.ssh("alice", "-J", "bastion", HOST, "hostname")
                            .run()
                            .done()
                            .out());
            bastion.stop();
            turn("PT-1H");
            bastion.serve();
            Ran ran = bastion.ssh("alice", "-J", "bastion", HOST, "hostname").run();
            assertNotEquals(0, ran.status(), ran::toString);
            assertEquals("", ran.out());
        }
    }

    private OwnBastion start(String difference) throws IOException {
        turn(difference);
        return OwnBastion.in(
                directory,
                world,
                List.of("env", "BASTION_MAIN=" + ServeByATurnedClock.class.getName(), "TURNED_BY=" + file()));
    }

    private void turn(String difference) throws IOException {
        Path changed = Files.writeString(directory.resolve("turned.new"), difference);
        Files.move(changed, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file() {
        return directory.resolve("turned");
    }

    private static Keyboard shell(OwnBastion bastion) {
        Keyboard shell = world.keyboard(bastion.ssh("alice", "-J", "bastion", HOST));
        shell.expect("postgres@prod-db-1:[^\n]*\\$ ");
        return shell;
    }
}
