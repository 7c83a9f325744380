package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsDemo
class ReviewersAreToldWhereTheyAreTest {
    /** A try at a receiver that hangs takes ten seconds; a request that waited for one would take as long. */
    private static final Duration WITHOUT_WAITING = Duration.ofSeconds(8);

    private static final Pattern TO_APPROVE =
            Pattern.compile("^ +ssh (bastion approve r-\\d+)\\r?$", Pattern.MULTILINE);

    @TempDir
    Path directory;

    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        mail.start();
    }

    @AfterEach
    void stop() {
        mail.stop();
    }

    @Test
    void bobGetsTheLineToTypeAndAliceTheAnswerWhileAnotherReceiverHangs(DemoWorld world) throws Exception {
        try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                OwnBastion bastion = OwnBastion.in(
                        directory,
                        world,
                        List.of(),
                        ReviewersAreToldWhereTheyAreTest::withAddresses,
                        configuration(hangs.getLocalPort()))) {
            long begin = System.nanoTime();
            bastion.bastion(
                            "alice",
                            "request",
                            "prod-db-1",
                            "--login",
                            "postgres",
                            "--reason",
                            "the orders table <!channel>")
                    .done();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(took.compareTo(WITHOUT_WAITING) < 0, took::toString);

            assertTrue(mail.waitForIncomingEmail(20_000, 1));
            String text = to("bob@example.org", 0);
            assertTrue(text.contains("reason: \"the orders table <!channel>\""), text);
            Matcher line = TO_APPROVE.matcher(text);
            assertTrue(line.find(), text);
            bastion.ssh("bob", line.group(1).split(" ")).run().done();

            assertTrue(mail.waitForIncomingEmail(20_000, 2));
            assertTrue(to("alice@example.org", 0).contains("is approved by bob"));
            assertFalse(Files.readString(directory.resolve("bastion.log")).contains("whsec_"));
        }
    }

    /** Killed while nobody could be reached; and once it is told, no start tells it again. */
    @Test
    void whatCouldNotBeToldIsToldAfterACrashAndOnce(DemoWorld world) throws Exception {
        int port = freePort();
        String unreachable = """
                notify:
                  mail: {smtp: "127.0.0.1:%d", tls: none, from: bastion@example.org}
                """.formatted(port);
        GreenMail later = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        try (OwnBastion bastion = OwnBastion.in(
                directory, world, List.of(), ReviewersAreToldWhereTheyAreTest::withAddresses, unreachable)) {
            String asked = request(bastion, "the orders table");
            world.until(() -> said(bastion, "was not told of"), "it was tried");
            bastion.kill();
            later.start();
            bastion.serve();
            assertTrue(later.waitForIncomingEmail(60_000, 1));
            assertTrue(later.getReceivedMessages()[0].getContent().toString().contains("approve " + asked));
            bastion.kill();
            bastion.serve();
            String second = request(bastion, "and again");
            assertTrue(later.waitForIncomingEmail(60_000, 2));
            assertTrue(later.getReceivedMessages()[1].getContent().toString().contains("approve " + second));
        } finally {
            later.stop();
        }
    }

    private static String request(OwnBastion bastion, String reason) {
        return OwnBastion.id(
                "r",
                bastion.bastion("alice", "request", "prod-db-1", "--login", "postgres", "--reason", reason)
                        .done()
                        .out());
    }

    private static boolean said(OwnBastion bastion, String text) {
        try {
            return Files.readString(bastion.log()).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String withAddresses(String policy) {
        String text = policy;
        for (String person : List.of("alice", "bob")) {
            text = text.replace("  %s: {".formatted(person), "  %1$s: {mail: %1$s@example.org, ".formatted(person));
        }
        assertTrue(text.contains("mail: bob@example.org"), text);
        return text;
    }

    private String configuration(int hanging) throws IOException {
        Path key = directory.resolve("webhook.key");
        Files.writeString(key, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return """
                notify:
                  webhooks: [{url: "http://127.0.0.1:%d/", secret-file: webhook.key}]
                  mail: {smtp: "127.0.0.1:%d", tls: none, from: bastion@example.org}
                """.formatted(hanging, mail.getSmtp().getPort());
    }

    private String to(String address, int number) throws MessagingException, IOException {
        int seen = 0;
        for (MimeMessage message : mail.getReceivedMessages()) {
            if (message.getAllRecipients()[0].toString().equals(address) && seen++ == number) {
                return message.getContent().toString();
            }
        }
        throw new AssertionError("no mail %d to %s".formatted(number, address));
    }
}
