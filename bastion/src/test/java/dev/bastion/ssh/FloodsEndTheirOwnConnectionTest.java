package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Grant;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloodsEndTheirOwnConnectionTest extends OneHouse {
    static final int COMMAND_BYTES = 64 << 20;
    private static final int FLOOD = 600_000;
    private static final int AT_ONCE = 500;

    /** One message of a flood. */
    interface Message {
        void send() throws IOException;
    }

    @Test
    void ofACommandLineOfSixtyFourMegabytes() throws Exception {
        Channel erin = erin();
        Channel channel = channel();
        channel.client().request(atBastion(channel), "exec", true, command(COMMAND_BYTES));
        channel.client().awaitEnd();
        channel.target().awaitEnd();
        stillWorks(erin);
    }

    @Test
    void notOfACommandLineThatFitsIntoAPacket() throws Exception {
        byte[] command = command(200 << 10);
        Channel channel = channel();
        channel.client().request(atBastion(channel), "exec", true, command);
        Buffer started =
                channel.target().nextRequest(channel.targetNumber(), "exec").content();
        started.getBoolean();
        assertArrayEquals(command, started.getCompactData());
    }

    @Test
    void ofCommandLinesToTheBastionItself() throws Exception {
        Channel erin = erin();
        Peer alice = commands();
        alice.request(opened(alice), "exec", true, command(COMMAND_BYTES));
        alice.awaitEnd();
        stillWorks(erin);
    }

    @Test
    void notOfAThousandVariablesThatAreRefused() throws Exception {
        Channel channel = channel();
        for (int number = 0; number < 1000; number++) {
            channel.client().request(atBastion(channel), "env", true, variable("X" + number));
        }
        for (int number = 0; number < 1000; number++) {
            channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        }
        running(channel, "id");
    }

    @Test
    void notOfAThousandVariablesThatTheTargetTakes() throws Exception {
        Channel channel = channel();
        for (int number = 0; number < 1000; number++) {
            channel.client().request(atBastion(channel), "env", false, variable("LC_" + number));
        }
        for (int number = 0; number < 1000; number++) {
            channel.target().nextRequest(channel.targetNumber(), "env");
        }
        running(channel, "id");
    }

    @Test
    void ofVariablesThatTheTargetNeverAnswers() throws Exception {
        Channel erin = erin();
        Channel channel = channel();
        for (int number = 0; number <= Replies.LIMIT; number++) {
            channel.client().request(atBastion(channel), "env", true, variable("LC_" + number));
        }
        String said = channel.client().awaitEnd();
        assertTrue(said.contains("broke the SSH protocol"), said);
        channel.target().awaitEnd();
        stillWorks(erin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-request", "env", "auth-agent-req@openssh.com", "pty-req"})
    void ofRequestsWhoseAnswersNobodyReads(String name) throws Exception {
        Channel erin = erin();
        Channel channel = running(channel(), "cat");
        channel.client().session().getIoSession().suspendRead();
        flood(channel.client(), () -> channel.client().request(atBastion(channel), name, true, variable("X")));
        channel.target().awaitEnd();
        stillWorks(erin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "window-change", "break", "eow@openssh.com"})
    void ofRequestsThatTheTargetDoesNotRead(String name) throws Exception {
        Channel erin = erin();
        Channel channel = running(channel(), "cat");
        channel.target().session().getIoSession().suspendRead();
        flood(channel.client(), () -> channel.client().request(atBastion(channel), name, false, new byte[16]));
        channel.client().awaitEnd();
        stillWorks(erin);
    }

    @Test
    void ofChannelsThatAreRefusedAndNobodyReadsIt() throws Exception {
        Channel erin = erin();
        Channel channel = channel();
        channel.client().session().getIoSession().suspendRead();
        flood(channel.client(), () -> channel.client().open("x11", 99, Peer.WINDOW, Peer.PACKET));
        channel.target().awaitEnd();
        stillWorks(erin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keepalive@openssh.com", "no-such-request"})
    void ofGlobalRequestsToTheBastionItself(String name) throws Exception {
        Channel erin = erin();
        Peer alice = commands();
        opened(alice);
        alice.session().getIoSession().suspendRead();
        flood(
                alice,
                () -> alice.send(SshConstants.SSH_MSG_GLOBAL_REQUEST, message -> {
                    message.putString(name);
                    message.putBoolean(true);
                }));
        alice.session().getIoSession().resumeRead();
        alice.awaitEnd();
        stillWorks(erin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "no-such-request", "window-change"})
    void ofRequestsToACommandOfTheBastion(String name) throws Exception {
        Channel erin = erin();
        Peer alice = commands();
        long channel = opened(alice);
        alice.session().getIoSession().suspendRead();
        flood(alice, () -> alice.request(channel, name, true, variable("X")));
        alice.session().getIoSession().resumeRead();
        alice.awaitEnd();
        stillWorks(erin);
    }

    @Test
    void ofMessagesThatNobodyKnows() throws Exception {
        Channel erin = erin();
        Peer alice = commands();
        opened(alice);
        alice.session().getIoSession().suspendRead();
        flood(alice, () -> alice.send((byte) 192, message -> message.putBoolean(true)));
        alice.session().getIoSession().resumeRead();
        alice.awaitEnd();
        stillWorks(erin);
    }

    @Test
    void ofRequestsOfTheTargetThatTheClientNeverAnswers() throws Exception {
        Channel erin = erin();
        Channel channel = running(channel(), "cat");
        for (int number = 0; number <= Replies.LIMIT; number++) {
            channel.target().request(atBastion(channel), "xon-xoff", true, new byte[1]);
        }
        channel.target().awaitEnd();
        String said = channel.client().awaitEnd();
        assertTrue(said.contains("prod-db-1 broke the SSH protocol"), said);
        stillWorks(erin);
    }

    // ---- helpers

    /** Sends until the other end has had enough, never more than it takes; that it never has enough is a failure. */
    static void flood(Peer peer, Message message) throws Exception {
        for (int sent = 0; sent < FLOOD && peer.session().isOpen(); sent += AT_ONCE) {
            try {
                for (int number = 0; number < AT_ONCE; number++) {
                    message.send();
                }
                Buffer last = peer.session().createBuffer(SshConstants.SSH_MSG_IGNORE, 8);
                last.putString("");
                IoWriteFuture written = Packets.send(peer.session(), last);
                if (!written.await(Duration.ofSeconds(5)) || !written.isWritten()) {
                    return;
                }
            } catch (SshException closing) {
                return;
            }
        }
    }

    private Channel erin() throws Exception {
        Grant grant = bastion.granted("erin", "prod-web-1", "deploy");
        Peer erin = client.certified(grant.login() + "@prod-web-1", bastion.key("erin"), bastion.certificate("erin"));
        return running(channel(erin, web.accept(), Peer.WINDOW, Peer.PACKET), "cat");
    }

    private static void stillWorks(Channel channel) throws Exception {
        channel.client().data(atBastion(channel), "hello");
        assertEquals("hello", channel.target().nextData(channel.targetNumber()));
    }

    private Peer commands() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        return client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
    }

    private static long opened(Peer alice) throws Exception {
        alice.open("session", 7, Peer.WINDOW, Peer.PACKET);
        return alice.next(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, 7)
                .content()
                .getUInt();
    }

    static byte[] command(int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        ByteArrayBuffer payload = new ByteArrayBuffer(length + 4, false);
        payload.putBytes(text);
        return payload.getCompactData();
    }

    private static byte[] variable(String name) {
        return ChannelKeepsItsOrderTest.variable(name);
    }
}
