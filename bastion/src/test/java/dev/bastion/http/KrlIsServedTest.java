package dev.bastion.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.Krl;
import dev.bastion.certs.KrlFile;
import dev.bastion.config.Http;
import dev.bastion.krl.KrlPublisher;
import dev.bastion.live.Revocations;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.Revocation;
import dev.bastion.policy.RevocationEvent.RevocationMade;
import dev.bastion.policy.RevocationKind;
import dev.bastion.policy.text.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class KrlIsServedTest {
    @TempDir
    Path directory;

    private final InMemoryJournal journal = new InMemoryJournal();
    private final Revocations revocations = new Revocations(journal, Clock.systemUTC());
    private final HttpClient client = HttpClient.newHttpClient();
    private KrlPublisher krl;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        krl = KrlPublisher.start(
                new KrlFile(directory.resolve("revoked.krl")), journal, revocations, "bastion test", Clock.systemUTC());
        server = HttpServer.start(new Http(new HostPort("127.0.0.1", 0), Optional.empty()), krl);
    }

    @AfterEach
    void stop() {
        server.close();
        krl.close();
    }

    @Test
    void whatIsOnDiskWholeAndSaysItTwice() throws Exception {
        HttpResponse<byte[]> answer = get("/krl");

        assertEquals(200, answer.statusCode());
        assertArrayEquals(Files.readAllBytes(directory.resolve("revoked.krl")), answer.body());
        assertTrue(Krl.parse(answer.body()).isEmpty());
        assertEquals("application/octet-stream", header(answer, "content-type"));
        assertEquals("nosniff", header(answer, "x-content-type-options"));
        assertEquals(Optional.empty(), answer.headers().firstValue("server"));
        assertEquals(Optional.empty(), answer.headers().firstValue("x-powered-by"));
        assertEquals(Optional.empty(), answer.headers().firstValue("set-cookie"));

        String tag = header(answer, "etag");
        assertEquals(304, get("/krl", "If-None-Match", tag).statusCode());
        assertEquals(304, get("/krl", "If-None-Match", "\"other\", W/" + tag).statusCode());
        assertEquals(304, get("/krl", "If-None-Match", "*").statusCode());
        assertEquals(200, get("/krl", "If-None-Match", "\"other\"").statusCode());
        String modified = header(answer, "last-modified");
        assertEquals(304, get("/krl", "If-Modified-Since", modified).statusCode());
        assertEquals(
                200,
                get("/krl", "If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT")
                        .statusCode());
        assertEquals(200, get("/krl", "If-Modified-Since", "yesterday").statusCode());
        assertEquals(0, get("/krl", "If-None-Match", tag).body().length);
    }

    @Test
    void theNewestAtOnce() throws Exception {
        String before = header(get("/krl"), "etag");
        String lost = Ed25519Pair.generate(new SecureRandom()).sshKey().fingerprint();

        journal.append(List.of(
                new RevocationMade(new Revocation(RevocationKind.KEY, lost, "carol", "lost", Instant.now()), false)));

        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (get("/krl", "If-None-Match", before).statusCode() == 304) {
            assertTrue(System.nanoTime() < until);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        assertTrue(!Krl.parse(get("/krl").body()).isEmpty());
    }

    @Test
    void nothingElse() throws Exception {
        for (String path : List.of("/", "/krl/", "/krl/x", "/../krl", "/KRL", "/metrics", "/%2e%2e/etc/passwd")) {
            HttpResponse<byte[]> answer = get(path);
            assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 500, path + answer.statusCode());
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            assertTrue(!body.toLowerCase(Locale.ROOT).contains("jetty"), body);
            assertTrue(!body.toLowerCase(Locale.ROOT).contains("javalin"), body);
            assertEquals(Optional.empty(), answer.headers().firstValue("server"));
        }
        // On a connection of its own: one that the server is just closing is used again, and no client sends a POST
        // twice.
        HttpResponse<byte[]> posted = HttpClient.newHttpClient()
                .send(
                        request("/krl")
                                .POST(BodyPublishers.ofByteArray(new byte[100]))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertTrue(posted.statusCode() >= 400 && posted.statusCode() < 500, () -> "status " + posted.statusCode());
    }

    @Test
    void toWhoeverSpeaksHttpInTimeAndWithinBounds() throws Exception {
        assertTrue(raw("GET /krl HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")
                .startsWith("HTTP/1.1 431"));
        assertTrue(raw("\0\1\2 nonsense\r\n\r\n").startsWith("HTTP/1.1 400"));
        // Nothing is ever sent: the server hangs up.
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            silent.setSoTimeout(30_000);
            assertEquals(-1, silent.getInputStream().read());
        }
    }

    @Test
    void overTlsByKeyAndCertificateInPem() throws Exception {
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("certificate.pem");
        openssl(key, certificate);
        try (HttpServer tls = HttpServer.start(
                new Http(new HostPort("127.0.0.1", 0), Optional.of(new Http.Tls(key, certificate))), krl)) {
            URI address = URI.create("https://127.0.0.1:" + tls.port() + "/krl");
            assertThrows(
                    SSLHandshakeException.class,
                    () -> client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray()),
                    "nobody trusts it yet");
            Process curl = new ProcessBuilder(
                            "curl", "-sS", "--fail", "--cacert", certificate.toString(), address.toString())
                    .start();
            try (InputStream out = curl.getInputStream()) {
                assertArrayEquals(krl.current().bytes(), out.readAllBytes());
            }
            assertEquals(0, curl.waitFor());
        }
    }

    @Test
    void refusesAKeyThatOthersReadAndOneThatIsNone() throws Exception {
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("certificate.pem");
        openssl(key, certificate);
        assertRefused(certificate, certificate, "holds no private key");
        assertRefused(directory.resolve("none"), certificate, "there is no file");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(key, certificate, "may be read or changed by others");
    }

    private void assertRefused(Path key, Path certificate, String why) {
        IOException refused = assertThrows(
                IOException.class,
                () -> HttpServer.start(
                        new Http(new HostPort("127.0.0.1", 0), Optional.of(new Http.Tls(key, certificate))), krl));
        assertTrue(refused.getMessage().contains(why), refused::getMessage);
    }

    private static void openssl(Path key, Path certificate) throws Exception {
        Process made = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString(),
                        "-days",
                        "1",
                        "-subj",
                        "/CN=bastion",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, made.waitFor(), said);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-------"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    private String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }
}
