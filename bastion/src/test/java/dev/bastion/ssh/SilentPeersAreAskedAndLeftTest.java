package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Grant;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's client or a target that says nothing any more: it is asked three times, then its place is free again. */
class SilentPeersAreAskedAndLeftTest {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    @TempDir
    java.nio.file.Path directory;

    private TestHost database;
    private TestHost web;
    private TestBastion bastion;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        database = TestHost.start();
        web = TestHost.start();
        bastion = TestBastion.start(directory, database, web, INTERVAL);
        client = new RawClient(bastion.port());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        bastion.close();
        web.close();
        database.close();
    }

    @Test
    void aClientThatAnswersNothingLosesItsSessionAndItsPlaceInTheList() throws Exception {
        Answering target = new Answering();
        Peer alice = alice();
        target.of(database.accept());
        until(() -> bastion.live.sessions().size() == 1);
        for (int asked = 0; asked < Keepalive.UNANSWERED; asked++) {
            wasAsked(alice);
        }
        alice.awaitEnd();
        until(() -> bastion.live.sessions().isEmpty());
        target.stop();
    }

    @Test
    void aTargetThatAnswersNothingEndsTheSessionWithThatSentence() throws Exception {
        Answering answering = new Answering();
        Peer alice = alice();
        answering.of(alice);
        Peer target = database.accept();
        for (int asked = 0; asked < Keepalive.UNANSWERED; asked++) {
            wasAsked(target);
        }
        target.awaitEnd();
        assertTrue(alice.awaitEnd().startsWith("prod-db-1 has not answered for "));
        answering.stop();
    }

    @Test
    void whoAnswersOrSpeaksStays() throws Exception {
        Answering answering = new Answering();
        Peer alice = alice();
        answering.of(alice);
        answering.of(database.accept());
        Peer talker = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        Answering ignoring = new Answering();
        ignoring.says(talker, () -> talker.send(SshConstants.SSH_MSG_IGNORE, message -> message.putString("")));
        LockSupport.parkNanos(INTERVAL.multipliedBy(12).toNanos());
        assertTrue(alice.session().isOpen());
        assertTrue(talker.session().isOpen());
        assertEquals(1, bastion.live.sessions().size());
        answering.stop();
        ignoring.stop();
    }

    @Test
    void aConnectionForCommandsEndsTheSameWay() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        wasAsked(alice);
        alice.awaitEnd();
        assertFalse(alice.session().isOpen());
    }

    private Peer alice() throws Exception {
        Grant grant = bastion.granted("alice", "prod-db-1", "postgres");
        return client.certified(grant.login() + "@prod-db-1", bastion.key("alice"), bastion.certificate("alice"));
    }

    private static void wasAsked(Peer peer) throws InterruptedException {
        Peer.Message asked = peer.next(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        assertEquals("keepalive@openssh.com", asked.text());
        assertTrue(asked.content().getBoolean());
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "it did not come to hold");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Peers that say something now and then, as every SSH implementation answers what it is asked. */
    private static final class Answering {
        private volatile boolean stopped;

        interface Word {
            void say() throws IOException;
        }

        void of(Peer peer) {
            says(peer, () -> Packets.globalFailure(peer.session()));
        }

        void says(Peer peer, Word word) {
            Thread.ofVirtual().start(() -> {
                while (!stopped && peer.session().isOpen()) {
                    try {
                        word.say();
                    } catch (IOException e) {
                        return;
                    }
                    LockSupport.parkNanos(INTERVAL.dividedBy(2).toNanos());
                }
            });
        }

        void stop() {
            stopped = true;
        }
    }
}
