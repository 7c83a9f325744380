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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One short grant, and at its end a connection in every state that a client can be in. */
@NeedsDemo
class TheEndOfAGrantEndsEverythingTest {
    private static final String HOST = "deploy@prod-web-1";
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final long LARGE = 10L << 30;

    private static DemoWorld world;

    @TempDir
    static Path scratch;

    private static Instant end;
    private static Keyboard idle;
    private static Keyboard typing;
    private static final List<Running> started = new ArrayList<>();
    private static final Map<String, Running> transfers = new LinkedHashMap<>();

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
        beginTransfers();
        world.until(
                () -> sharing("-O", "check").status() == 0
                        && transfers.keySet().stream().allMatch(TheEndOfAGrantEndsEverythingTest::isUnderWay)
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
        started.forEach(Running::close);
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

    @ParameterizedTest
    @ValueSource(strings = {"got-by-sftp", "put-by-sftp", "got-by-scp", "put-by-scp"})
    void aFileInMidTransfer(String name) {
        Keyboard.End cut = transfers.get(name).end();
        assertInTime(cut.at());
        assertNotEquals(0, cut.status(), transfers.get(name)::said);
        world.until(() -> !linesOf(name).isEmpty(), "the file is listed");
        assertEquals(1, linesOf(name).size(), () -> linesOf(name).toString());
        JsonNode line = linesOf(name).getFirst();
        assertEquals("aborted", line.path("result").asText(), line::toString);
        assertFalse(line.path("complete").asBoolean(), line::toString);
        long passed = line.path(name.startsWith("got") ? "bytes_read" : "bytes_written")
                .asLong();
        assertTrue(passed > 0 && passed < LARGE, line::toString);
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
        assertInTime(cut.at());
        assertEquals(255, cut.status());
    }

    private static void assertInTime(Instant cut) {
        assertFalse(cut.isBefore(end.minusMillis(20)), () -> "cut at " + cut + ", before " + end);
        assertTrue(cut.isBefore(end.plus(AT_ONCE)), () -> "cut at " + cut + ", long after " + end);
    }

    /** Within the time that these tests allow, and however late this method is called. */
    private static void assertGone(String name) {
        world.until(() -> Instant.now().isAfter(end.plus(AT_ONCE)), "a moment has passed since the end");
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

    private static void begin(String name, String script) {
        started.add(Running.start(
                DemoWorld.script(script, world.profile("alice").toString(), HOST), scratch.resolve(name)));
    }

    // ---- transfers that would take hours

    private static void beginTransfers() throws IOException {
        for (String way : List.of("sftp", "scp")) {
            makeLarge(remote("got-by-" + way));
            makeLarge(sent("put-by-" + way));
        }
        transfer("got-by-sftp", "sftp", "-b", orders("get got-by-sftp " + scratch.resolve("got-by-sftp")), HOST);
        transfer("put-by-sftp", "sftp", "-b", orders("put " + sent("put-by-sftp")), HOST);
        transfer("got-by-scp", "scp", "-O", HOST + ":got-by-scp", scratch.toString());
        // The old protocol's files have the names that the sender gives them.
        transfer("put-by-scp", "scp", "-O", sent("put-by-scp").toString(), HOST + ":");
    }

    private static void transfer(String name, String tool, String... words) {
        String[] all = Stream.concat(Stream.of("-l", "4000", "-J", "bastion"), Stream.of(words))
                .toArray(String[]::new);
        Running running = Running.start(world.tool(tool, "alice", all), scratch.resolve(name + ".said"));
        started.add(running);
        transfers.put(name, running);
    }

    private static String orders(String order) throws IOException {
        return Files.writeString(Files.createTempFile(scratch, "orders", ""), order)
                .toString();
    }

    private static void makeLarge(Path sparse) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(LARGE);
        }
    }

    private static Path sent(String name) {
        return scratch.resolve("sent-" + name);
    }

    private static Path remote(String name) {
        return world.home("prod-web-1", "deploy").resolve(name);
    }

    private static boolean isUnderWay(String name) {
        Path arriving = name.startsWith("got") ? scratch.resolve(name) : remote("sent-" + name);
        return arriving.toFile().length() > 0;
    }

    private static List<JsonNode> linesOf(String name) {
        return TransferLines.ofFile(world.recordings(), name);
    }

    // ---- other things

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
