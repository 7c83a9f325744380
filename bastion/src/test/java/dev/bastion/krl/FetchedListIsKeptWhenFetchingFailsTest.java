package dev.bastion.krl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.bastion.config.Http;
import dev.bastion.http.HttpServer;
import dev.bastion.policy.RevocationKind;
import dev.bastion.policy.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that hosts run, against the bastion's own server and against others. */
@Timeout(120)
final class FetchedListIsKeptWhenFetchingFailsTest {
    private static final Path SCRIPT = Path.of("../deploy/krl/fetch-krl").toAbsolutePath();

    @TempDir
    Path directory;

    private RevokedHouse house;
    private HttpServer server;
    private Path host;
    private Path list;

    @BeforeEach
    void start() throws IOException {
        Path bastion = Files.createDirectory(directory.resolve("bastion"));
        host = Files.createDirectory(directory.resolve("host"));
        list = host.resolve("bastion.krl");
        house = new RevokedHouse(bastion);
        server = HttpServer.start(new Http(new HostPort("127.0.0.1", 0), Optional.empty()), house.publisher());
    }

    @AfterEach
    void stop() {
        server.close();
        house.close();
    }

    @Test
    void putsTheNewestInPlaceWhole() throws Exception {
        assertEquals(0, fetch(url()).status(), () -> fetch(url()).output());
        assertArrayEquals(house.publisher().current().bytes(), Files.readAllBytes(list));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(list)));
        FileTime first = Files.getLastModifiedTime(list);

        assertEquals(0, fetch(url()).status());
        assertEquals(first, Files.getLastModifiedTime(list), "what has not changed is not written");

        byte[] before = house.publisher().current().bytes();
        house.append(house.made(RevocationKind.KEY, RevokedHouse.key().sshKey().fingerprint()));
        RevokedHouse.await(() -> house.publisher().current().bytes().length > before.length);
        assertEquals(0, fetch(url()).status());
        assertArrayEquals(house.publisher().current().bytes(), Files.readAllBytes(list));
        assertNothingIsLeft();
    }

    @Test
    void keepsTheOldOneWhereNobodyAnswersAndSaysWhenItIsStale() throws Exception {
        assertEquals(0, fetch(url()).status());
        byte[] kept = Files.readAllBytes(list);
        server.close();

        SshTool soon = fetch(url());
        assertEquals(75, soon.status(), soon::output);
        assertTrue(soon.output().contains("the list before stays in place"), soon::output);

        Files.setLastModifiedTime(
                host.resolve("bastion.krl.fetched"), FileTime.from(Instant.now().minusSeconds(1000)));
        SshTool later = fetch(url());
        assertEquals(1, later.status(), later::output);
        assertTrue(later.output().contains("the list is stale"), later::output);

        assertArrayEquals(kept, Files.readAllBytes(list));
        assertNothingIsLeft();
    }

    @Test
    void takesNothingThatOpenSshDoesNotRead() throws Exception {
        assertEquals(0, fetch(url()).status());
        byte[] kept = Files.readAllBytes(list);
        byte[] cut = new byte[kept.length - 1];
        System.arraycopy(kept, 0, cut, 0, cut.length);
        for (byte[] body : new byte[][] {{}, "<html>502</html>".getBytes(StandardCharsets.UTF_8), cut}) {
            SshTool taken = fetchFrom(200, body);
            assertEquals(75, taken.status(), taken::output);
            assertArrayEquals(kept, Files.readAllBytes(list));
        }
        assertEquals(75, fetchFrom(500, kept).status());
        assertEquals(75, fetchFrom(302, kept).status());
        assertArrayEquals(kept, Files.readAllBytes(list));
        assertNothingIsLeft();
    }

    @Test
    void asksNobodyInTheOpenAndFailsWhereThereIsNone() throws Exception {
        SshTool open = fetch("http://bastion.example/krl");
        assertEquals(1, open.status(), open::output);
        assertTrue(open.output().contains("is not one of https"), open::output);
        assertFalse(Files.exists(list));
        assertTrue(fetch("").status() != 0);
    }

    private SshTool fetchFrom(int status, byte[] body) throws IOException {
        com.sun.net.httpserver.HttpServer other =
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/krl", exchange -> answer(exchange, status, body));
        other.start();
        try {
            return fetch("http://127.0.0.1:" + other.getAddress().getPort() + "/krl");
        } finally {
            other.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.port() + "/krl";
    }

    private SshTool fetch(String url) {
        return SshTool.run(host, "env", "BASTION_KRL_URL=" + url, "BASTION_KRL_FILE=" + list, "sh", SCRIPT.toString());
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(host)) {
            assertEquals(
                    0,
                    files.filter(file -> file.getFileName().toString().startsWith(".krl"))
                            .count());
        }
    }
}
