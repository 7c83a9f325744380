package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.config.Notices;
import dev.bastion.config.Secret;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.MailAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whatever a mail server says, it is bounded in time and bytes, changes nothing here and is not repeated in the log. */
class HostileMailServerHarmsNothingTest {

    private static void fails(RawServer.Talk talk, String inTheLog) throws Exception {
        try (RawServer server = new RawServer(talk);
                LogLines log = new LogLines();
                ToldHouse told = new ToldHouse(ToldHouse.mail(new Notices.Mail(
                        new HostPort("127.0.0.1", server.port()),
                        Notices.Tls.NONE,
                        new MailAddress("bastion@example.net"),
                        Optional.of(new Notices.Login("bastion", new Secret("correct horse"))),
                        ToldHouse.ALL)))) {
            long request = told.house.asked().id();
            ToldHouse.until(() -> server.conversations() >= 2, "it is tried again");
            assertTrue(log.say(inTheLog), log.all());
            assertFalse(log.all().contains("owned"), log.all());
            assertFalse(log.all().contains("correct horse"), log.all());
            assertTrue(told.house.state().requestState(request).orElseThrow() instanceof RequestState.Pending);
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    /** Reads to the end of the client's line. */
    private static void heard(Socket client) throws IOException {
        int next = client.getInputStream().read();
        while (next >= 0 && next != '\n') {
            next = client.getInputStream().read();
        }
    }

    @Test
    void silenceEndsInTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        fails(client -> never.await(), "SocketTimeoutException");
    }

    @Test
    void greetingThatDripsEndsInTime() throws Exception {
        fails(
                client -> {
                    while (true) {
                        say(client, "220-owned\r\n");
                        RawServer.drip();
                    }
                },
                "SocketTimeoutException");
    }

    @Test
    void lineWithoutAnEndIsCutOff() throws Exception {
        fails(
                client -> {
                    String much = "owned".repeat(10_000);
                    while (true) {
                        say(client, much);
                    }
                },
                "it answers without an end");
    }

    @Test
    void linesWithoutAnEndAreCutOff() throws Exception {
        fails(
                client -> {
                    String much = "220-owned\r\n".repeat(10_000);
                    while (true) {
                        say(client, much);
                    }
                },
                "it answers without an end");
    }

    @Test
    void rubbishIsNoGreeting() throws Exception {
        fails(client -> say(client, "HTTP/1.1 200 owned\r\n\r\n"), "it does not speak SMTP as it should");
    }

    @Test
    void refusalOfTheLoginIsNotRepeatedInItsWords() throws Exception {
        fails(
                client -> {
                    say(client, "220 mail\r\n");
                    heard(client);
                    say(client, "250-mail\r\n250 AUTH PLAIN\r\n");
                    heard(client);
                    say(client, "535 owned \u001b]0;correct horse\u0007\r\n");
                    client.getInputStream().readAllBytes();
                },
                "it refuses the login");
    }
}
