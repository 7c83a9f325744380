package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.bastion.certs.CertificateTemplate;
import dev.bastion.certs.Ed25519Pair;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StrangersLeaveOnlyCountsTest extends OneHouse {
    private static final String ESCAPES = "\u001b]0;owned\u0007\r\nERROR forged line \u202e";

    private final Lines log = new Lines();

    /** What is logged at INFO or above, as it goes to the file. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    }

    @BeforeEach
    void listenToTheLog() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    }

    @Test
    void whateverTheyCallThemselves() throws Exception {
        Ed25519Pair stranger = Ed25519Pair.generate(new SecureRandom());
        Peer peer = client.connect();
        RawClient.authenticate(peer, ESCAPES, "ssh-ed25519", stranger.sshKey().blob(), stranger);
        RawClient.refused(peer);
        Instant now = bastion.clock.instant();
        Peer certified = client.connect();
        RawClient.showCertificate(
                certified,
                ESCAPES,
                bastion.authority("other")
                        .sign(CertificateTemplate.user(
                                stranger.sshKey(),
                                7,
                                "me".repeat(100),
                                List.of("alice"),
                                now.minusSeconds(60),
                                now.plusSeconds(60),
                                Map.of(),
                                Set.of()))
                        .blob(),
                stranger);
        RawClient.refused(certified);
        assertNothingIsForged();
    }

    @Test
    void whateverTheirIdentSays() throws Exception {
        try (Socket socket = connected()) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("SSH-2.0-" + ESCAPES.replace("\r\n", "") + "\r\n").getBytes(StandardCharsets.UTF_8));
            readAFew(socket.getInputStream());
        }
        try (Socket socket = connected()) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write("GET /\u001b[2J HTTP/1.1\r\n\r\n".repeat(50).getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // The bastion had closed before it had read it all: a reset says so.
            assertTrue(bastion.port() > 0);
        }
        assertNothingIsForged();
    }

    @Test
    void andMoreThanSixtyFourAreNotServedAtOnce() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int count = 0; count < 64; count++) {
                Socket socket = connected();
                sockets.add(socket);
                socket.setSoTimeout(5000);
                assertEquals('S', socket.getInputStream().read());
            }
            try (Socket tooMany = connected()) {
                tooMany.setSoTimeout(5000);
                assertEquals(-1, endOf(tooMany));
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void andTooManyRequestsEndTheConnection() throws Exception {
        Ed25519Pair stranger = Ed25519Pair.generate(new SecureRandom());
        Peer peer = client.connect();
        for (int count = 0; count < 17; count++) {
            RawClient.authenticate(peer, "x", "ssh-ed25519", stranger.sshKey().blob(), stranger);
        }
        peer.awaitEnd();
    }

    @Test
    void andAUserNameMayNotChange() throws Exception {
        Ed25519Pair stranger = Ed25519Pair.generate(new SecureRandom());
        Peer peer = client.connect();
        RawClient.authenticate(peer, "x", "ssh-ed25519", stranger.sshKey().blob(), stranger);
        RawClient.refused(peer);
        RawClient.authenticate(
                peer, "y", "ssh-ed25519", bastion.key("alice").sshKey().blob(), bastion.key("alice"));
        peer.awaitEnd();
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), bastion.port());
    }

    private static void readAFew(InputStream in) throws IOException {
        assertTrue(in.read(new byte[64]) > 0);
    }

    private static int endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            // A reset says the same.
            return -1;
        }
    }

    private void assertNothingIsForged() {
        for (String line : log.lines) {
            assertTrue(
                    line.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x202e),
                    () -> line.replaceAll("[^ -~]", "?"));
        }
        assertTrue(bastion.journal.events().stream()
                .noneMatch(event -> event.toString().contains("forged")));
    }
}
