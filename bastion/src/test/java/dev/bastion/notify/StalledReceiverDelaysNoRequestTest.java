package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.config.Notices;
import dev.bastion.config.Secret;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.MailAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The journal of this test tells its listeners on the asker's own thread, so that any wait would be the asker's. */
class StalledReceiverDelaysNoRequestTest {
    private static final int REQUESTS = 200;

    @Test
    void requestsAreAnsweredWhileEveryReceiverHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer stalled = new RawServer(client -> never.await());
                ToldHouse told = new ToldHouse(new Notices(
                        List.of(new Notices.Webhook(
                                URI.create("http://127.0.0.1:" + stalled.port() + "/"),
                                new Secret(ToldHouse.KEY),
                                ToldHouse.ALL)),
                        List.of(new Notices.Slack(
                                new Secret("http://127.0.0.1:" + stalled.port() + "/"), ToldHouse.ALL)),
                        Optional.of(new Notices.Mail(
                                new HostPort("127.0.0.1", stalled.port()),
                                Notices.Tls.NONE,
                                new MailAddress("bastion@example.net"),
                                Optional.empty(),
                                ToldHouse.ALL))))) {
            TestHouse house = told.house;
            house.decide(house.desk.withdraw("alice", house.asked().id()));
            ToldHouse.until(() -> stalled.conversations() >= 3, "each receiver hangs");
            Duration slowest = Duration.ZERO;
            for (int i = 0; i < REQUESTS; i++) {
                long begin = System.nanoTime();
                long request = house.asked().id();
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                house.decide(house.desk.withdraw("alice", request));
            }
            // A single wait for a receiver would be 700 ms; the rest is what a busy machine does to anybody.
            assertTrue(slowest.toMillis() < 500, slowest::toString);
        }
    }
}
