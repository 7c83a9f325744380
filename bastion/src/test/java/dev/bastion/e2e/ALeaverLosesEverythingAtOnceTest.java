package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command on a host and a connection that does nothing, and somebody who shuts their person out. */
@NeedsDemo
class ALeaverLosesEverythingAtOnceTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final Duration A_LOOK_AND_LAST_WORDS = Duration.ofSeconds(3);
    private static DemoWorld world;

    @TempDir
    Path scratch;

    private OwnBastion bastion;
    private Running command;
    private Running idle;

    @BeforeAll
    static void keep(DemoWorld demo) {
        world = demo;
    }

    @BeforeEach
    void openEverything() throws IOException {
        bastion = OwnBastion.in(scratch, world);
        bastion.grant("prod-db-1", "postgres", "45m");
        command = Running.start(
                bastion.ssh("alice", "-J", "bastion", HOST, "while sleep 0.1; do echo tick || exit; done"),
                scratch.resolve("command"));
        idle = Running.start(bastion.ssh("alice", "-N", "bastion"), scratch.resolve("idle"));
        world.until(() -> command.said().contains("tick"), "the command runs");
    }

    @AfterEach
    void closeEverything() {
        command.close();
        idle.close();
        bastion.close();
    }

    @Test
    void byTheWordOfAnAdministrator() {
        bastion.bastion("carol", "person", "disable", "alice", "--reason", "has", "left")
                .done();

        assertShutOut(Instant.now());
        Ran last = bastion.bastion("carol", "person", "disable", "carol", "--reason", "me", "too");
        assertEquals(1, last.status(), last::toString);
        bastion.bastion("carol", "person", "enable", "alice", "--reason", "is", "back")
                .done();
        assertEquals(0, bastion.bastion("alice", "whoami").status());
        assertNotEquals(
                0, bastion.ssh("alice", "-J", "bastion", HOST, "true").run().status(), "what was ended stays ended");
    }

    @Test
    void byACommandOnTheServerBesideTheBastionThatRuns() {
        bastion.executable("person", "disable", "alice", "--reason", "has left").done();

        assertShutOut(Instant.now());
        assertEquals(0, bastion.stop());
        bastion.executable("verify").done();
    }

    private void assertShutOut(Instant told) {
        Instant latest = told.plus(A_LOOK_AND_LAST_WORDS);
        assertTrue(command.end().at().isBefore(latest), () -> latest + " " + command.end());
        assertTrue(command.said().contains("is disabled"), command::said);
        assertTrue(idle.end().at().isBefore(latest), () -> latest + " " + idle.end());
        Ran whoami = bastion.bastion("alice", "whoami");
        assertEquals(1, whoami.status(), whoami::toString);
        assertTrue(whoami.err().contains("'alice' is disabled here since"), whoami::toString);
        Ran jump = bastion.ssh("alice", "-J", "bastion", HOST, "true").run();
        assertNotEquals(0, jump.status(), jump::toString);
    }
}
