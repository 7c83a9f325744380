package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell, a command and a transfer under one grant, and somebody who ends them before their time. */
@NeedsDemo
class TakingAccessAwayEndsEverythingAtOnceTest {
    private static final String TARGET = "prod-taken-1";
    private static final String HOST = "postgres@" + TARGET;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static DemoWorld world;

    @TempDir
    Path scratch;

    private String grant;
    private Keyboard shell;
    private Running command;
    private Running transfer;

    @BeforeAll
    static void addAHost(DemoWorld demo) throws IOException {
        world = demo;
        world.addHost(TARGET);
        try (RandomAccessFile file = new RandomAccessFile(
                world.home(TARGET, "postgres").resolve("large").toFile(), "rw")) {
            file.setLength(1L << 30);
        }
    }

    @BeforeEach
    void openEverything() throws IOException {
        grant = world.grant(TARGET, "postgres", "45m");
        shell = world.keyboard(world.jump(HOST));
        // On the host nothing ends a command without a terminal but its own next write.
        command = Running.start(
                world.jump(HOST, "exec -a taken-command bash -c 'while sleep 0.1; do echo tick || exit; done'"),
                scratch.resolve("command"));
        Path orders = Files.writeString(scratch.resolve("orders"), "get large " + scratch.resolve("large"));
        transfer = Running.start(
                world.tool("sftp", "alice", "-l", "8000", "-b", orders.toString(), "-J", "bastion", HOST),
                scratch.resolve("transfer"));
        shell.expect("postgres@prod-taken-1:[^\n]*\\$ ");
        world.until(
                () -> commandRuns() && scratch.resolve("large").toFile().length() > 0,
                "command and transfer have begun");
    }

    @AfterEach
    void closeEverything() {
        shell.close();
        command.close();
        transfer.close();
    }

    @Test
    void revocation() {
        Instant before = Instant.now();
        world.bastion("carol", "revoke", grant, "--reason", "enough").done();
        assertAllEnded(before, "revoked by carol: enough");
        assertCauses("grant-revoked");
        assertNothingOpens();
    }

    @Test
    void release() {
        Instant before = Instant.now();
        world.bastion("alice", "release", grant).done();
        assertAllEnded(before, "released");
        assertCauses("grant-released");
        assertNothingOpens();
    }

    @Test
    void theKillOfEachSession() {
        List<String> sessions = live();
        assertEquals(3, sessions.size(), sessions::toString);
        Instant before = Instant.now();
        sessions.forEach(session ->
                world.bastion("carol", "kill", session, "--reason", "enough").done());
        assertAllEnded(before, "ended by carol: enough");
        assertCauses("killed");
        assertEquals(TARGET + "\n", world.jump(HOST, "hostname").run().done().out(), "the grant goes on");
        world.bastion("alice", "release", grant).done();
    }

    @Test
    void theKillOfOneSessionAlone() {
        String last = live().stream().reduce((one, next) -> next).orElseThrow();
        world.bastion("carol", "kill", last, "--reason", "enough").done();
        world.until(() -> live().size() == 2, "one session has ended");
        assertFalse(live().contains(last));
        world.bastion("alice", "release", grant).done();
    }

    /**
     * All three, from when the command began until a moment after it was answered. Who has much waiting that was not read yet, as
     * the transfer may, is cut without a word.
     */
    private void assertAllEnded(Instant before, String reason) {
        Instant latest = Instant.now().plus(AT_ONCE);
        List<Keyboard.End> ends = List.of(shell.end(), command.end(), transfer.end());
        assertTrue(shell.screen().contains(reason), shell::screen);
        String last = transfer.said();
        assertTrue(last.contains(reason) || last.contains("closed by remote host"), last);
        for (Keyboard.End end : ends) {
            assertTrue(end.at().isAfter(before) && end.at().isBefore(latest), () -> before + " " + latest + ends);
            // 255, but for an sftp that notices while it writes to its ssh.
            assertNotEquals(0, end.status(), ends::toString);
        }
        world.until(() -> !commandRuns(), "the command on the host has ended, too");
    }

    private void assertCauses(String cause) {
        world.until(() -> causes().equals(List.of(cause, cause, cause)), "three sessions ended as " + cause);
    }

    private List<String> causes() {
        List<String> causes = new ArrayList<>();
        for (JsonNode each : world.json("bob", "recordings", "--all").path("recordings")) {
            if (each.path("grant").asText().equals(grant)) {

                causes.add(each.path("cause").asText());
            }
        }
        return causes;
    }

    private static void assertNothingOpens() {
        Ran ran = world.jump(HOST, "hostname").run();
        assertEquals(255, ran.status(), ran::toString);
        assertTrue(ran.err().contains("request " + TARGET), ran::err);
    }

    private List<String> live() {
        List<String> live = new ArrayList<>();
        for (JsonNode each : world.json("carol", "sessions").path("sessions")) {
            if (each.path("grant").asText().equals(grant)) {
                live.add(each.path("id").asText());
            }
        }
        return live;
    }

    private static boolean commandRuns() {
        return Command.of(List.of("pgrep", "-f", "^taken-command ")).run().status() == 0;
    }
}
