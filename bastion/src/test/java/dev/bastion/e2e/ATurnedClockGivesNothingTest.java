package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    private static final String OTHER_HOST = "deploy@prod-web-1";
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
    void backOverARestartOpensNothingUntilItIsRight() throws IOException {
        try (OwnBastion bastion = start("PT0S")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            assertOpens(bastion, HOST);
            restartAt(bastion, "PT-20S");
            assertRefused(bastion, HOST, "no session can start");
            assertTrue(Files.readString(bastion.log()).contains("the clock says"), "its log says why");
            Ran asked = bastion.bastion("alice", "request", "prod-web-1", "--login", "deploy", "--reason", "x");
            assertEquals(5, asked.status(), asked::toString);
            turn("PT0S");
            assertOpens(bastion, HOST);
        }
    }

    @Test
    void forwardOverARestartEndsForGood() throws IOException {
        try (OwnBastion bastion = start("PT0S")) {
            bastion.grant("prod-db-1", "postgres", "30s");
            // A host's certificate is valid from a minute before it was made: the client's own clock stays where it is.
            restartAt(bastion, "PT45S");
            assertRefused(bastion, HOST, "request prod-db-1");
            // There is access at this hour, and a certificate; the old grant is no part of it.
            bastion.grant("prod-web-1", "deploy", "45m");
            assertOpens(bastion, OTHER_HOST);
            assertRefused(bastion, HOST, "request prod-db-1");
            turn("PT0S");
            assertRefused(bastion, HOST, "");
            assertRefused(bastion, OTHER_HOST, "no session can start");
            bastion.executable("verify").done();
        }
    }

    private void restartAt(OwnBastion bastion, String difference) throws IOException {
        bastion.stop();
        turn(difference);
        bastion.serve();
    }

    private static void assertOpens(OwnBastion bastion, String host) {
        Ran ran = bastion.ssh("alice", "-J", "bastion", host, "hostname").run();
        assertEquals(host.substring(host.indexOf('@') + 1) + "\n", ran.done().out());
    }

    private static void assertRefused(OwnBastion bastion, String host, String why) {
        Ran ran = bastion.ssh("alice", "-J", "bastion", host, "hostname").run();
        assertEquals(255, ran.status(), ran::toString);
        assertEquals("", ran.out());
        assertTrue(ran.err().contains(why), ran::err);
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
