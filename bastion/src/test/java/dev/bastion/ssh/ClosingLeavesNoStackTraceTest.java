package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.slf4j.LoggerFactory;

class ClosingLeavesNoStackTraceTest extends OneHouse {
    private static final int MORE = 12;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Queue<String> uncaught = new ConcurrentLinkedQueue<>();
    private Thread.UncaughtExceptionHandler before;

    @BeforeEach
    void listen() {
        logged.start();
        root.addAppender(logged);
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(thread.getName() + ": " + failure));
    }

    @AfterEach
    void listenNoMore() {
        root.detachAppender(logged);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @RepeatedTest(4)
    void withSessionsTunnelsCommandsAndStrangersConnected() throws Exception {
        Channel channel = running(channel(), "sleep 60");
        List<Peer> peers = new ArrayList<>(List.of(channel.client(), channel.target(), client.connect()));
        for (int number = 0; number < MORE; number++) {
            Peer tunnels = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
            RawClient.tunnel(tunnels, 0, "prod-db-1", database.port());
            RawClient.askForTunnel(tunnels, 1, "prod-db-1", database.port());
            peers.add(tunnels);
        }
        flood(channel);

        bastion.close();

        for (Peer peer : peers) {
            peer.awaitEnd();
        }
        assertEquals(List.of(), List.copyOf(uncaught));
        assertEquals(List.of(), tracesOfTheBastion());
    }

    /** Output that is under way in the very moment, so that writes fail in the midst. */
    private static void flood(Channel channel) throws Exception {
        for (int packet = 0; packet < 32; packet++) {
            channel.target().data(atBastion(channel), "x".repeat(30_000));
        }
    }

    /** The test's own client and hosts run in this process too, on threads that MINA names. */
    private List<String> tracesOfTheBastion() {
        return List.copyOf(logged.list).stream()
                .filter(event -> event.getThrowableProxy() != null)
                .filter(event -> !event.getThreadName().startsWith("sshd-"))
                .map(event -> event.getThreadName() + " " + event.getLoggerName() + ": " + event.getFormattedMessage()
                        + " " + event.getThrowableProxy().getMessage())
                .toList();
    }
}
