package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.config.Notices;
import dev.bastion.config.Secret;
import dev.bastion.policy.RequestState;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whatever a receiver answers, it is bounded in time and bytes, changes nothing here, and holds up nobody else. */
class HostileReceiverHarmsNothingTest {
    private static final String SECRET_PATH = "T00000000-B00000000-XXXXXXXXXXXX";

    /** A receiver that answers so, and beside it one that is as it should be. */
    private static void beside(RawServer.Talk talk, String inTheLog) throws Exception {
        try (RawServer hostile = new RawServer(talk);
                Hook good = new Hook();
                LogLines log = new LogLines();
                ToldHouse told = new ToldHouse(both("http://127.0.0.1:" + hostile.port() + "/" + SECRET_PATH, good))) {
            long request = told.house.asked().id();
            assertEquals("request-waits", good.next().json().path("event").asText());
            ToldHouse.until(() -> hostile.conversations() >= 2, "it is tried again");
            ToldHouse.until(() -> log.say(inTheLog), "the log says '" + inTheLog + "'");
            assertFalse(log.all().contains(SECRET_PATH), log.all());
            assertFalse(log.all().contains(ToldHouse.KEY.substring("whsec_".length())), log.all());
            assertTrue(told.house.state().requestState(request).orElseThrow() instanceof RequestState.Pending);
        }
    }

    private static Notices both(String hostile, Hook good) {
        return new Notices(
                List.of(new Notices.Webhook(URI.create(good.url()), new Secret(ToldHouse.KEY), ToldHouse.ALL)),
                List.of(new Notices.Slack(new Secret(hostile), ToldHouse.ALL)),
                Optional.empty());
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    @Test
    void silenceEndsInTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        beside(client -> never.await(), "no answer within 700 ms");
    }

    @Test
    void headersThatDripEndInTime() throws Exception {
        beside(
                client -> {
                    say(client, "HTTP/1.1 200 OK\r\n");
                    for (int i = 0; ; i++) {
                        say(client, "X-" + i + ": x\r\n");
                        RawServer.drip();
                    }
                },
                "no answer within 700 ms");
    }

    @Test
    void headersWithoutAnEndAreCutOff() throws Exception {
        beside(
                client -> {
                    say(client, "HTTP/1.1 200 OK\r\n");
                    for (int i = 0; ; i++) {
                        say(client, "X-" + i + ": " + "x".repeat(1_000) + "\r\n");
                    }
                },
                "is tried again: ");
    }

    @Test
    void whatIsNoHttpIsNoAnswer() throws Exception {
        beside(client -> say(client, "220 \u001b]0;owned\u0007 smtp\r\n"), "is tried again: ");
    }

    @Test
    void redirectIsNotFollowed() throws Exception {
        try (Hook elsewhere = new Hook()) {
            beside(
                    client -> say(
                            client,
                            "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: " + elsewhere.url()
                                    + "\r\n\r\n"),
                    "it answered 307, and no redirect is followed");
            assertEquals(0, elsewhere.unread());
        }
    }

    @Test
    void gigabytesBehindRefusalAreNotRead() throws Exception {
        beside(client -> endless(client, "HTTP/1.1 500 Oops\r\n"), "it answered 500");
    }

    @Test
    void gigabytesBehindSuccessAreNotReadAndItHasArrived() throws Exception {
        try (RawServer huge = new RawServer(client -> endless(client, "HTTP/1.1 200 OK\r\n"));
                ToldHouse told = new ToldHouse(ToldHouse.slack("http://127.0.0.1:" + huge.port() + "/x"))) {
            told.house.asked();
            ToldHouse.until(() -> huge.cutOff() == 1, "the connection is closed in the middle of the answer");
            told.house.granted();
            ToldHouse.until(() -> huge.cutOff() == 3, "the next two notices are told, each once");
            assertEquals(3, huge.conversations());
        }
    }

    private static void endless(Socket client, String status) throws IOException {
        say(client, status + "Content-Length: 1000000000000\r\n\r\n");
        OutputStream out = client.getOutputStream();
        byte[] much = new byte[1 << 20];
        while (true) {
            out.write(much);
        }
    }
}
