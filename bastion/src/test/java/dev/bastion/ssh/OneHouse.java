package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.IssuanceRefusedException;
import dev.bastion.policy.Grant;
import dev.bastion.policy.SessionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bastion, two hosts and a client, new for each test, and the steps that many tests begin with. */
abstract class OneHouse {
    private static final Duration RECORDED = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    TestHost database;
    TestHost web;
    TestBastion bastion;
    RawClient client;
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** A channel that stands on both sides, with the numbers by which each side calls it. */
    record Channel(Peer client, Peer target, long clientNumber, long targetNumber) {}

    @BeforeEach
    void openHouse() throws IOException {
        database = opened(TestHost.start());
        web = opened(TestHost.start());
        bastion = opened(start());
        client = opened(new RawClient(bastion.port()));
    }

    TestBastion start() throws IOException {
        return TestBastion.start(directory, database, web);
    }

    @AfterEach
    void closeHouse() throws Exception {
        for (int last = opened.size() - 1; last >= 0; last--) {
            opened.get(last).close();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.add(part);
        return part;
    }

    /** Alice's connection of the direct form to prod-db-1, under a grant and with its certificate. */
    Peer alice() throws IOException, InterruptedException, IssuanceRefusedException {
        Grant grant = bastion.granted("alice", "prod-db-1", "postgres");
        Certificate certificate = bastion.certificate("alice");
        return client.certified(grant.login() + "@prod-db-1", bastion.key("alice"), certificate);
    }

    /** Alice's first channel, open on both sides with ample windows. */
    Channel channel() throws IOException, InterruptedException, IssuanceRefusedException {
        Peer alice = alice();
        return channel(alice, database.accept(), Peer.WINDOW, Peer.PACKET);
    }

    static Channel channel(Peer alice, Peer target, long window, long packet) throws IOException, InterruptedException {
        alice.open("session", 7, window, packet);
        Peer.Message open = target.next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        open.text();
        target.confirm(open.content().getUInt(), 9, Peer.WINDOW, Peer.PACKET);
        Peer.Message opened = alice.next(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, 7);
        return new Channel(alice, target, opened.content().getUInt(), 9);
    }

    /** The number by which the host must call the channel: both sides use the bastion's own. */
    static long atBastion(Channel channel) {
        return channel.clientNumber();
    }

    /** Starts a command on the channel, which the target accepts. */
    static Channel running(Channel channel, String command) throws IOException, InterruptedException {
        channel.client().exec(atBastion(channel), command);
        channel.target().nextRequest(channel.targetNumber(), "exec");
        channel.target().success(atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 7);
        return channel;
    }

    /** Starts a shell on a terminal, which the target accepts. */
    static Channel shell(Channel channel) throws IOException, InterruptedException {
        channel.client().request(atBastion(channel), "pty-req", false, terminal());
        channel.client().request(atBastion(channel), "shell", true, new byte[0]);
        channel.target().nextRequest(channel.targetNumber(), "pty-req");
        channel.target().nextRequest(channel.targetNumber(), "shell");
        channel.target().success(atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 7);
        return channel;
    }

    /** Tries the direct form as alice, which must be refused; answers what the banner said. */
    String refused(String user) throws IOException, InterruptedException, IssuanceRefusedException {
        Peer peer = client.connect();
        RawClient.showCertificate(peer, user, bastion.certificate("alice").blob(), bastion.key("alice"));
        String said = peer.next(SshConstants.SSH_MSG_USERAUTH_BANNER).text();
        peer.awaitEnd();
        return said;
    }

    /** Why each session that is over ended, as the ledger has it. */
    List<String> causes() {
        return bastion.journal.events().stream()
                .flatMap(event ->
                        event instanceof SessionEvent.SessionEnded ended ? Stream.of(ended.cause()) : Stream.of())
                .toList();
    }

    /** Waits until so many sessions are over in the ledger. */
    void awaitCauses(String... expected) {
        long until = System.nanoTime() + RECORDED.toNanos();
        while (!causes().equals(List.of(expected))) {
            assertTrue(System.nanoTime() < until, () -> causes() + " instead of " + List.of(expected));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** The payload of a {@code pty-req} of 80 columns and 24 rows. */
    static byte[] terminal() {
        ByteArrayBuffer payload = new ByteArrayBuffer();
        payload.putString("xterm");
        for (int measure : new int[] {80, 24, 0, 0}) {
            payload.putUInt(measure);
        }
        payload.putString("");
        return payload.getCompactData();
    }

    /** The recorder writes within a second. */
    void awaitRecorded(String name, String text) throws IOException {
        long until = System.nanoTime() + RECORDED.toNanos();
        while (!recorded(name).contains(text)) {
            assertTrue(System.nanoTime() < until, () -> text + " is not in " + name);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Of all sessions there were. */
    private String recorded(String name) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory.resolve("recordings"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(name)).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
