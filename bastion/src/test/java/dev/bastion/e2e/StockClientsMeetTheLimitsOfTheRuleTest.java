package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From where, how many at once, and how long without a sign of life: OpenSSH's client at the edges. */
@NeedsDemo
class StockClientsMeetTheLimitsOfTheRuleTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final String DIRECT = HOST + "@bastion";
    private static DemoWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @Test
    void onlyFromTheNetworksOfTheRule() throws IOException {
        try (OwnBastion bastion = start("sources: [127.0.0.2/32]", "")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            for (String elsewhere : List.of("127.0.0.1", "127.0.0.3")) {
                Ran ran = bastion.ssh("alice", "-b", elsewhere, DIRECT, "hostname")
                        .run();
                assertEquals(255, ran.status(), ran::toString);
                assertEquals("", ran.out());
                assertTrue(ran.err().contains(elsewhere), ran::err);
            }
            assertEquals(
                    "prod-db-1\n",
                    bastion.ssh("alice", "-b", "127.0.0.2", DIRECT, "hostname")
                            .run()
                            .done()
                            .out());
        }
    }

    @Test
    void noMoreSessionsAtOnceThanTheRuleSays() throws IOException {
        try (OwnBastion bastion = start("sessions: 2", "")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Running one = sleeping(bastion, "one");
                    Running two = sleeping(bastion, "two")) {
                Ran third =
                        bastion.ssh("alice", "-J", "bastion", HOST, "hostname").run();
                assertEquals(255, third.status(), third::toString);
                assertTrue(third.err().contains("as many as its rule allows at once"), third::err);
                assertTrue(one.isAlive() && two.isAlive());
            }
            world.until(
                    () -> bastion.ssh("alice", "-J", "bastion", HOST, "hostname")
                                    .run()
                                    .status()
                            == 0,
                    "there is room again once they have ended");
        }
    }

    /** Suspended, as by a closed lid: nothing answers, and no packet says goodbye. */
    @Test
    void aClientThatStandsStillIsLeft() throws IOException {
        try (OwnBastion bastion = start("lapse: 1h", "keepalive: 1s\n")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Running still = Running.start(
                    bastion.ssh("alice", DIRECT, "while sleep 0.2; do echo tick || exit; done"),
                    directory.resolve("still"))) {
                world.until(() -> still.said().contains("tick"), "the command runs");
                assertTrue(sessions(bastion).contains("s-1"), () -> sessions(bastion));
                still.signal("STOP");
                Instant stopped = Instant.now();
                world.until(() -> !sessions(bastion).contains("s-1"), "the session ends without a word of the client");
                assertTrue(Instant.now().isBefore(stopped.plus(Duration.ofSeconds(20))));
                still.signal("CONT");
                assertNotEquals(0, still.end().status());
            }
        }
    }

    private static String sessions(OwnBastion bastion) {
        return bastion.bastion("carol", "sessions").done().out();
    }

    private Running sleeping(OwnBastion bastion, String name) {
        Running running = Running.start(
                bastion.ssh("alice", "-J", "bastion", HOST, "echo here; sleep 60"), directory.resolve(name));
        world.until(() -> running.said().contains("here"), name + " runs");
        return running;
    }

    private OwnBastion start(String line, String configuration) throws IOException {
        return OwnBastion.in(
                directory,
                world,
                List.of(),
                text -> text.replace("    lapse: 1h\n", "    " + line + "\n"),
                configuration);
    }
}
