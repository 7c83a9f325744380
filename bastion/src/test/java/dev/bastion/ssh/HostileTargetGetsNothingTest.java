package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTargetGetsNothingTest extends OneHouse {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "forwarded-tcpip",
                "session",
                "x11",
                "auth-agent@openssh.com",
                "direct-tcpip",
                "forwarded-streamlocal@openssh.com",
                "\u001b]52;c;aGk=\u0007"
            })
    void opensNoChannel(String type) throws Exception {
        Channel channel = running(channel(), "id");
        channel.target().open(type, 5, Peer.WINDOW, Peer.PACKET);
        Peer.Message refusal = channel.target().next(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 5);
        assertEquals(
                SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                refusal.content().getUInt());
        stillWorks(channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcpip-forward", "hostkeys-00@openssh.com", "keepalive@openssh.com", "\u0000"})
    void getsFailureForGlobalRequests(String name) throws Exception {
        Channel channel = running(channel(), "id");
        channel.target().send(SshConstants.SSH_MSG_GLOBAL_REQUEST, message -> {
            message.putString(name);
            message.putBoolean(true);
        });
        channel.target().next(SshConstants.SSH_MSG_REQUEST_FAILURE);
        stillWorks(channel);
    }

    @Test
    void passesNoRequestThatIsNotNamed() throws Exception {
        Channel channel = running(channel(), "id");
        for (String name : new String[] {"exec", "signal", "pty-req", "auth-agent-req@openssh.com", "x".repeat(5000)}) {
            channel.target().request(atBastion(channel), name, true, Peer.string("sh"));
            channel.target().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, channel.targetNumber());
        }
        stillWorks(channel);
    }

    @Test
    void endsWhereItAnswersNoRequest() throws Exception {
        Channel channel = running(channel(), "id");
        channel.target().success(atBastion(channel));
        assertBrokenByTarget(channel);
    }

    @Test
    void endsWhereItSendsDataBeforeTheStart() throws Exception {
        Channel channel = channel();
        channel.target().data(atBastion(channel), "welcome");
        assertBrokenByTarget(channel);
    }

    @Test
    void endsWhereItSendsMoreThanItsWindow() throws Exception {
        Channel channel = running(channel(alice(), database.accept(), 100, Peer.PACKET), "id");
        channel.target().data(atBastion(channel), "x".repeat(101));
        assertBrokenByTarget(channel);
    }

    @Test
    void endsWhereItsWindowOverflows() throws Exception {
        Channel channel = running(channel(), "id");
        channel.target().widen(atBastion(channel), 0xffffffffL);
        assertBrokenByTarget(channel);
    }

    @Test
    void endsWhereItSendsExtendedDataOfAnUnknownType() throws Exception {
        Channel channel = running(channel(), "id");
        channel.target().extendedData(atBastion(channel), 2, "what is this");
        assertBrokenByTarget(channel);
    }

    @Test
    void endsWhereADataLengthIsBeyondItsPacket() throws Exception {
        Channel channel = running(channel(), "id");
        channel.target().send(SshConstants.SSH_MSG_CHANNEL_DATA, message -> {
            message.putUInt(atBastion(channel));
            message.putUInt(1000);
            message.putByte((byte) 'x');
        });
        assertBrokenByTarget(channel);
    }

    @Test
    void endsWhereItConfirmsTwice() throws Exception {
        Channel channel = channel();
        channel.target().confirm(atBastion(channel), 10, Peer.WINDOW, Peer.PACKET);
        assertBrokenByTarget(channel);
    }

    @Test
    void endsWhereItRefusesAChannelThatIsOpen() throws Exception {
        Channel channel = running(channel(), "id");
        Packets.openRefused(channel.target().session(), atBastion(channel), 2, "changed my mind");
        assertBrokenByTarget(channel);
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                SshConstants.SSH_MSG_CHANNEL_CLOSE,
                SshConstants.SSH_MSG_CHANNEL_EOF,
                SshConstants.SSH_MSG_CHANNEL_SUCCESS
            })
    void endsWhereItSpeaksBeforeTheChannelIsOpen(byte number) throws Exception {
        Peer alice = alice();
        Peer target = database.accept();
        alice.open("session", 7, Peer.WINDOW, Peer.PACKET);
        target.next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        target.bare(number, 0);
        assertTrue(alice.awaitEnd().contains("prod-db-1 broke the SSH protocol"));
    }

    @Test
    void widensNoWindowBeforeTheChannelIsOpen() throws Exception {
        Peer alice = alice();
        Peer target = database.accept();
        alice.open("session", 7, Peer.WINDOW, Peer.PACKET);
        target.next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        target.widen(0, 1 << 20);
        assertTrue(alice.awaitEnd().contains("prod-db-1 broke the SSH protocol"));
        assertTrue(alice.isQuiet());
    }

    @Test
    void endsWhereItSpeaksOfAChannelThatIsNot() throws Exception {
        Channel channel = running(channel(), "id");
        channel.target().data(atBastion(channel) + 1, "hello");
        assertBrokenByTarget(channel);
    }

    @Test
    void endsWhereItSpeaksAfterClose() throws Exception {
        Channel channel = running(channel(), "id");
        channel.target().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(channel));
        channel.target().data(atBastion(channel), "one more thing");
        assertBrokenByTarget(channel);
    }

    @Test
    void refusesAChannelInWordsThatAreEscaped() throws Exception {
        Peer alice = alice();
        Peer target = database.accept();
        alice.open("session", 7, Peer.WINDOW, Peer.PACKET);
        target.next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        Packets.openRefused(target.session(), 0, 2, "no\u001b[2J\r\n" + "x".repeat(5000));
        Peer.Message refusal = alice.next(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 7);
        refusal.content().getUInt();
        String text = refusal.text();
        assertTrue(text.startsWith("prod-db-1 refused the channel: no\\x1b[2J\\x0d\\x0axxx"), text);
        assertTrue(text.length() < 1100);
    }

    private static void stillWorks(Channel channel) throws Exception {
        channel.target().data(atBastion(channel), "still here");
        assertEquals("still here", channel.client().nextData(7));
    }

    private static void assertBrokenByTarget(Channel channel) throws Exception {
        String said = channel.client().awaitEnd();
        assertTrue(said.endsWith("prod-db-1 broke the SSH protocol, so the session ended"), said);
        channel.target().awaitEnd();
    }
}
