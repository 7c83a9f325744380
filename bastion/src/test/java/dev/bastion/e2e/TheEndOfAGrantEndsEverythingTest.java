package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One short grant, and at its end a connection in every state that a client can be in. */
@NeedsDemo
class TheEndOfAGrantEndsEverythingTest {
    private static final String HOST = "deploy@prod-web-1";
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static DemoWorld world;

    @TempDir
    static Path scratch;

    private static Instant end;
    private static Keyboard idle;
    private static Keyboard typing;
    private static final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void openEverythingUnderOneGrant(DemoWorld demo) throws IOException {
        world = demo;
        String grant = world.grant("prod-web-1", "deploy", "20s");
        end = endOf(grant);
        idle = shell();
        typing = shell();
        typing.type("while sleep 0.2; do echo still-here; done\r");
        begin("mid-transfer", "ssh -F \"$1\" -J bastion \"$2\" 'exec -a mid-transfer cat /dev/zero' >/dev/null");
        begin("held-back", "ssh -F \"$1\" -J bastion \"$2\" 'exec -a held-back cat /dev/zero' | sleep 300");
        begin(
                "stopped",
                "ssh -F \"$1\" -tt -J bastion \"$2\" 'exec -a stopped sleep 300' & sleep 3; kill -STOP $!; wait");
        begin("shared", "exec ssh -F \"$1\" -M -N -S " + socket() + " -J bastion \"$2\"");
        world.until(
                () -> sharing("-O", "check").status() == 0
                        && List.of("mid-transfer", "held-back", "stopped").stream()
                                .allMatch(TheEndOfAGrantEndsEverythingTest::runsOnTheHost),
                "all of them run");
        assertTrue(Instant.now().isBefore(end), "they had not all begun when the grant ended");
        world.until(() -> Instant.now().isAfter(end), "the grant ends");
    }

    @AfterAll
    static void closeEverything() {
        idle.close();
        typing.close();
        // A client that was stopped ends by force only.
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    @Test
    void anIdleShell() {
        assertCut(idle);
    }

    @Test
    void aShellThatPrints() {
        assertCut(typing);
    }

    @Test
    void aCommandInMidTransfer() {
        assertGone("mid-transfer");
    }

    @Test
    void aCommandWhoseReaderDoesNotRead() {
        assertGone("held-back");
    }

    @Test
    void aCommandWhoseClientIsStopped() {
        assertGone("stopped");
    }

    @Test
    void aSharedConnectionTakesNoFurtherChannel() {
        Ran ran = sharing("hostname");
        assertEquals(255, ran.status(), ran::toString);
        assertEquals("", ran.out());
    }

    @Test
    void andNothingOpensAgain() {
        Ran ran = world.jump(HOST, "hostname").run();
        assertEquals(255, ran.status(), ran::toString);
        assertTrue(ran.err().contains("request prod-web-1"), ran::err);
    }

    private static void assertCut(Keyboard shell) {
        Keyboard.End cut = shell.end();
        assertTrue(shell.screen().contains("expired"), shell::screen);
        assertFalse(cut.at().isBefore(end.minusMillis(20)), () -> "cut at " + cut.at() + ", before " + end);
        assertTrue(cut.at().isBefore(end.plus(AT_ONCE)), () -> "cut at " + cut.at() + ", long after " + end);
        assertEquals(255, cut.status());
    }

    /** Within the second that these tests allow, and however late this method is called. */
    private static void assertGone(String name) {
        world.until(() -> Instant.now().isAfter(end.plus(AT_ONCE)), "a second has passed since the end");
        assertFalse(runsOnTheHost(name), () -> name + " still runs on the host");
    }

    private static boolean runsOnTheHost(String name) {
        return Command.of(List.of("pgrep", "-f", "^" + name + " ")).run().status() == 0;
    }

    private static Keyboard shell() {
        Keyboard shell = world.keyboard(world.jump(HOST));
        shell.expect("deploy@prod-web-1:[^\n]*\\$ ");
        return shell;
    }

    private static void begin(String name, String script) throws IOException {
        started.add(new ProcessBuilder(
                        DemoWorld.script(script, world.profile("alice").toString(), HOST)
                                .words())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve(name).toFile())
                .start());
    }

    private static Path socket() {
        return scratch.resolve("socket");
    }

    private static Ran sharing(String... words) {
        List<String> all = new ArrayList<>(List.of("-o", "ControlPath=" + socket(), "-o", "ProxyCommand=false"));
        if (words[0].startsWith("-")) {
            all.addAll(List.of(words));
            all.add(HOST);
        } else {
            all.add(HOST);
            all.addAll(List.of(words));
        }
        return world.ssh("alice", all.toArray(String[]::new)).run();
    }

    private static Instant endOf(String grant) {
        for (JsonNode each : world.json("alice", "grants").path("grants")) {
            if (each.path("id").asText().equals(grant)) {
                return Instant.parse(each.path("end").asText());
            }
        }
        throw new AssertionError(grant + " is not among alice's grants");
    }
}
