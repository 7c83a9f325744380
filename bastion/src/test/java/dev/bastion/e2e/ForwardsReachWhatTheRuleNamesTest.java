package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ssh -L} and {@code -W} through {@code -J}, to a listener that the host alone can reach. */
@NeedsDemo
class ForwardsReachWhatTheRuleNamesTest {
    private static final String HOST = "postgres@prod-db-1";

    /** Answers each line in capitals, on the host's own loopback. */
    private static final String LISTENER = """
            import socketserver
            class Shout(socketserver.StreamRequestHandler):
                def handle(self):
                    for line in self.rfile:
                        self.wfile.write(line.upper())
            socketserver.ThreadingTCPServer.allow_reuse_address = True
            socketserver.ThreadingTCPServer(("127.0.0.1", 5432), Shout).serve_forever()
            """;

    private static DemoWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @Test
    void untilTheGrantEnds() throws Exception {
        try (Running listener = listen();
                OwnBastion bastion = start()) {
            String grant = bastion.grant("prod-db-1", "postgres", "45m");
            int port = freePort();
            Running ssh = Running.start(
                    bastion.ssh(
                            "alice",
                            "-N",
                            "-o",
                            "ExitOnForwardFailure=yes",
                            "-L",
                            port + ":localhost:5432",
                            "-J",
                            "bastion",
                            HOST),
                    directory.resolve("ssh"));
            try (ssh;
                    Socket socket = connected(port, ssh)) {
                socket.setSoTimeout(30_000);
                assertEquals("SELECT 1\n", asked(socket, "select 1\n"));
                assertTrue(listener.isAlive());
                Instant before = Instant.now();
                bastion.bastion("carol", "revoke", grant, "--reason", "enough").done();
                assertEquals(-1, socket.getInputStream().read(), "the connection still stands");
                assertTrue(Instant.now().isBefore(before.plus(Duration.ofSeconds(5))));
                assertNotEquals(0, ssh.end().status());
            }
            world.until(() -> recorded(bastion, "\"stdin\":{\"bytes\":9,"), "the forward is on the record");
            assertTrue(recorded(bastion, "\"kind\":\"forward\",\"destination\":\"localhost:5432\""));
            assertTrue(recorded(bastion, "\"stdout\":{\"bytes\":9,"));
        }
    }

    @Test
    void andNothingElse() throws IOException {
        try (OwnBastion bastion = start()) {
            bastion.grant("prod-db-1", "postgres", "45m");
            assertRefused(bastion, "localhost:5433", "forwarding to localhost:5433 is not part of this grant");
            assertRefused(bastion, "localhost:22", "ssh is not forwarded");
            assertRefused(bastion, address("prod-web-1"), "ssh is not forwarded");
            Ran listed = bastion.ssh("alice", "-W", "localhost:5432", "-J", "bastion", HOST)
                    .run();
            assertTrue(
                    listed.err().contains("prod-db-1 refused the channel"),
                    () -> "nobody listens there, and the host says so: " + listed);
        }
    }

    private static void assertRefused(OwnBastion bastion, String destination, String why) {
        Ran ran = bastion.ssh("alice", "-W", destination, "-J", "bastion", HOST).run();
        assertNotEquals(0, ran.status(), ran::toString);
        assertTrue(ran.err().contains(why), ran::toString);
    }

    private OwnBastion start() throws IOException {
        return OwnBastion.in(
                directory,
                world,
                text -> text.replaceFirst(
                        "( +)permits: \\[.*\\]", "$1permits: [exec, forward]\n$1forward: [\"localhost:5432\"]"));
    }

    private Running listen() {
        return Running.start(
                Command.of(List.of("nsenter", "--net", "--target", processOf("prod-db-1"), "python3", "-c", LISTENER)),
                directory.resolve("listener"));
    }

    private static String processOf(String target) {
        return word(target, "pid").split(" ", -1)[0];
    }

    private static String address(String target) {
        return word(target, "address");
    }

    private static String word(String target, String file) {
        try {
            return Files.readString(
                            world.home(target, "postgres").resolve("../..").resolve(file))
                    .strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Connects once ssh listens, and once there is somebody behind it. */
    private static Socket connected(int port, Running ssh) {
        Socket[] made = new Socket[1];
        world.until(
                () -> {
                    assertTrue(ssh.isAlive(), ssh::said);
                    try {
                        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                        socket.setSoTimeout(30_000);
                        if (asked(socket, "hello?\n").equals("HELLO?\n")) {
                            made[0] = new Socket(InetAddress.getLoopbackAddress(), port);
                            socket.close();
                            return true;
                        }
                        socket.close();
                        return false;
                    } catch (IOException notYet) {
                        return false;
                    }
                },
                "the listener answers through the forward");
        return made[0];
    }

    /** Sends a line and reads as long an answer. */
    private static String asked(Socket socket, String line) throws IOException {
        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(line.length()), StandardCharsets.US_ASCII);
    }

    private static boolean recorded(OwnBastion bastion, String text) {
        try (Stream<Path> files = Files.walk(bastion.data("recordings"))) {
            return files.filter(file -> file.getFileName().toString().equals("events.jsonl"))
                    .anyMatch(file -> {
                        try {
                            return Files.readString(file).contains(text);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
