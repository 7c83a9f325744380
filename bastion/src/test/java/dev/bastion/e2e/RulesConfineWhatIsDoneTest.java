package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rule says of commands, paths, hours and idleness, held against OpenSSH's own clients and servers. */
@NeedsDemo
class RulesConfineWhatIsDoneTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final String PERMITS = "permits: [shell, exec, sftp-read, sftp-write]";
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static DemoWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @Test
    void commandsOfTheRuleAndNoOthers() throws IOException {
        try (OwnBastion bastion = start("permits: [exec]", "commands: [hostname, \"tail -n * /etc/*\"]")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            assertEquals("prod-db-1\n", run(bastion, "hostname").done().out());
            assertEquals(
                    1,
                    run(bastion, "tail -n 1 /etc/passwd").done().out().lines().count());
            Ran onTerminal = bastion.ssh("alice", "-tt", "-J", "bastion", HOST, "hostname")
                    .run();
            assertTrue(onTerminal.out().contains("prod-db-1"), onTerminal::toString);
            for (String command : List.of("hostname; id", "id", "tail -n 1 /etc/../proc/version", "hostname $(id)")) {
                Ran ran = run(bastion, command);
                assertNotEquals(0, ran.status(), ran::toString);
                assertEquals("", ran.out());
                assertTrue(ran.err().contains("is not part of this grant for prod-db-1"), ran::err);
                assertTrue(ran.err().contains("hint: it allows: hostname, tail -n * /etc/*"), ran::err);
            }
            assertNotEquals(0, bastion.ssh("alice", "-J", "bastion", HOST).run().status(), "a shell");
            Path copy = directory.resolve("copy");
            for (String protocol : List.of("-O", "-s")) {
                Ran scp = bastion.tool(
                                "scp", "alice", protocol, "-J", "bastion", HOST + ":/etc/passwd", copy.toString())
                        .run();
                assertNotEquals(0, scp.status(), scp::toString);
                assertFalse(Files.exists(copy));
            }
            assertTrue(recorded(bastion, "\"argument\":\"hostname; id\""));
        }
    }

    @Test
    void pathsOfTheRuleAndNoOthers() throws IOException {
        Path home = world.home("prod-db-1", "postgres");
        Files.createDirectories(home.resolve("logs"));
        Files.createDirectories(home.resolve("inbox"));
        Files.writeString(home.resolve("logs/app.log"), "a line\n");
        Files.writeString(home.resolve("secret"), "nobody's affair\n");
        openToAll(home.resolve("logs"), home.resolve("inbox"), home.resolve("logs/app.log"), home.resolve("secret"));
        Path up = Files.writeString(directory.resolve("up"), "from here\n");
        Path down = directory.resolve("down");
        try (OwnBastion bastion = start(
                "permits: [sftp-read, sftp-write]",
                "paths: {read: [\"/home/postgres/logs/**\"], write: [\"/home/postgres/inbox/*\"]}")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            Ran inside = sftp(
                    bastion, "ls", "cd logs", "ls -l", "get app.log " + down, "cd ../inbox", "put " + up + " there");
            assertEquals(0, inside.status(), inside::toString);
            assertEquals("a line\n", Files.readString(down));
            assertEquals("from here\n", Files.readString(home.resolve("inbox/there")));
            assertEquals(
                    0, scp(bastion, HOST + ":logs/app.log", down.toString()).status());
            for (String command : List.of(
                    "get secret " + down + 2,
                    "get logs/../secret " + down + 2,
                    "put " + up + " secret",
                    "ln -s ../secret inbox/link",
                    "rename secret inbox/secret",
                    "ls /etc")) {
                assertNotEquals(0, sftp(bastion, command).status(), command);
            }
            assertNotEquals(0, scp(bastion, HOST + ":/etc/passwd", down + "2").status());
            assertEquals("nobody's affair\n", Files.readString(home.resolve("secret")));
            assertEquals(0, Files.exists(Path.of(down + "2")) ? Files.size(Path.of(down + "2")) : 0);
            assertTrue(recorded(bastion, "\"result\":\"refused\""));
        }
    }

    @Test
    void hoursThatEnd() throws IOException {
        turn("PT0S");
        try (OwnBastion bastion = startByATurnedClock(hours(-60, 10))) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Keyboard shell = shell(bastion)) {
                Instant turned = Instant.now();
                turn("PT15M");
                Keyboard.End end = shell.end();
                assertTrue(end.at().isBefore(turned.plus(Duration.ofSeconds(3))), () -> turned + " " + end);
                assertTrue(shell.screen().contains("access to prod-db-1 ended: its hours are"), shell::screen);
            }
            Ran refused = run(bastion, "hostname");
            assertEquals(255, refused.status(), refused::toString);
            assertTrue(
                    refused.err().contains("access to prod-db-1 is closed at this hour: its hours are"), refused::err);
            assertTrue(bastion.bastion("alice", "grants").done().out().contains("prod-db-1"), "the grant lives on");
        }
    }

    @Test
    void hoursThatBegin() throws IOException {
        turn("PT-20M");
        try (OwnBastion bastion = startByATurnedClock(hours(-10, 120))) {
            bastion.grant("prod-db-1", "postgres", "45m");
            Ran refused = run(bastion, "hostname");
            assertEquals(255, refused.status(), refused::toString);
            assertTrue(refused.err().contains("they begin at "), refused::err);
            turn("PT0S");
            assertEquals("prod-db-1\n", run(bastion, "hostname").done().out());
        }
    }

    @Test
    void idleShellsAndNoWorkThatGoesOn() throws IOException {
        try (OwnBastion bastion = start(PERMITS, "idle: 5s")) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Keyboard shell = shell(bastion)) {
                Instant began = Instant.now();
                // Output is no input: this would go on for half a minute.
                shell.type("for i in $(seq 30); do echo still-$i; sleep 1; done\r");
                Keyboard.End end = shell.end();
                assertTrue(end.at().isBefore(began.plus(Duration.ofSeconds(9))), () -> began + " " + end);
                assertTrue(shell.screen().contains("nothing was typed for some time"), shell::screen);
                assertTrue(
                        shell.screen().contains("access to prod-db-1 ended: nothing was typed for 5s"), shell::screen);
            }
            Ran work = run(bastion, "for i in 1 2 3 4 5 6 7 8; do sleep 1; echo $i; done");
            assertEquals("1 2 3 4 5 6 7 8 ", work.done().out().replace('\n', ' '));
        }
    }

    private OwnBastion start(String permits, String line) throws IOException {
        return OwnBastion.in(directory, world, List.of(), text -> ruled(text.replace(PERMITS, permits), line));
    }

    private OwnBastion startByATurnedClock(String line) throws IOException {
        return OwnBastion.in(
                directory,
                world,
                List.of("env", "BASTION_MAIN=" + ServeByATurnedClock.class.getName(), "TURNED_BY=" + turned()),
                text -> ruled(text, line));
    }

    private static String ruled(String policy, String line) {
        return policy.replace("    lapse: 1h\n", "    lapse: 1h\n    " + line + "\n");
    }

    private static String hours(int from, int to) {
        return "hours: [{days: [every-day], from: \"" + minute(from) + "\", to: \"" + minute(to) + "\", zone: UTC}]";
    }

    private static String minute(int fromNow) {
        return CLOCK.format(Instant.now().plus(Duration.ofMinutes(fromNow)));
    }

    private void turn(String difference) throws IOException {
        Path changed = Files.writeString(directory.resolve("turned.new"), difference);
        Files.move(changed, turned(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path turned() {
        return directory.resolve("turned");
    }

    private static Ran run(OwnBastion bastion, String command) {
        return bastion.ssh("alice", "-J", "bastion", HOST, command).run();
    }

    private static Ran sftp(OwnBastion bastion, String... batch) {
        return bastion.tool("sftp", "alice", "-b", "-", "-J", "bastion", HOST)
                .reading(String.join("\n", batch) + "\n")
                .run();
    }

    private static Ran scp(OwnBastion bastion, String from, String to) {
        return bastion.tool("scp", "alice", "-s", "-J", "bastion", from, to).run();
    }

    private static Keyboard shell(OwnBastion bastion) {
        Keyboard shell = world.keyboard(bastion.ssh("alice", "-J", "bastion", HOST));
        shell.expect("postgres@prod-db-1:[^\n]*\\$ ");
        return shell;
    }

    /** The recorder writes within a second. */
    private static boolean recorded(OwnBastion bastion, String text) {
        world.until(() -> anyRecording(bastion, text), text + " is recorded");
        return true;
    }

    private static boolean anyRecording(OwnBastion bastion, String text) {
        try (Stream<Path> files = Files.walk(bastion.data("recordings"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .map(RulesConfineWhatIsDoneTest::read)
                    .anyMatch(content -> content.contains(text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static void openToAll(Path... paths) {
        for (Path path : paths) {
            Command.of(List.of("chmod", "a+rwX", path.toString())).run().done();
        }
    }
}
