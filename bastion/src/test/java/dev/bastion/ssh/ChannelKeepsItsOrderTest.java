package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

class ChannelKeepsItsOrderTest extends OneHouse {
    @Test
    void endsAsTheTargetEnds() throws Exception {
        Channel channel = running(channel(), "id");
        Peer target = channel.target();
        target.data(atBastion(channel), "uid=0");
        target.extendedData(atBastion(channel), 1, "warning");
        target.bare(SshConstants.SSH_MSG_CHANNEL_EOF, atBastion(channel));
        target.request(atBastion(channel), "exit-status", false, Peer.number(3));
        target.bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(channel));

        Peer alice = channel.client();
        assertEquals("uid=0", alice.nextData(7));
        Peer.Message stderr = alice.next(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, 7);
        assertEquals(1, stderr.content().getUInt());
        assertEquals("warning", stderr.text());
        alice.next(SshConstants.SSH_MSG_CHANNEL_EOF, 7);
        Peer.Message status = alice.nextRequest(7, "exit-status");
        assertFalse(status.content().getBoolean());
        assertEquals(3, status.content().getUInt());
        alice.next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
        target.next(SshConstants.SSH_MSG_CHANNEL_CLOSE, channel.targetNumber());
    }

    @Test
    void passesTheSignalThatEndedACommand() throws Exception {
        Channel channel = running(channel(), "id");
        ByteArrayBuffer payload = new ByteArrayBuffer();
        payload.putString("KILL");
        payload.putBoolean(false);
        payload.putString("");
        payload.putString("");
        byte[] bytes = payload.getCompactData();
        channel.target().request(atBastion(channel), "exit-signal", false, bytes);
        Buffer passed = channel.client().nextRequest(7, "exit-signal").content();
        assertFalse(passed.getBoolean());
        assertEquals("KILL", passed.getString());
    }

    @Test
    void passesTheEndOfInputBehindTheInput() throws Exception {
        Channel channel = running(channel(), "cat");
        channel.client().data(atBastion(channel), "last words");
        channel.client().bare(SshConstants.SSH_MSG_CHANNEL_EOF, atBastion(channel));
        assertEquals("last words", channel.target().nextData(channel.targetNumber()));
        channel.target().next(SshConstants.SSH_MSG_CHANNEL_EOF, channel.targetNumber());
    }

    @Test
    void answersRequestsInTheirOrderWhoeverRefusesThem() throws Exception {
        Channel channel = channel();
        Peer alice = channel.client();
        alice.request(atBastion(channel), "env", true, variable("LANG"));
        alice.request(atBastion(channel), "env", true, variable("LD_PRELOAD"));
        alice.request(atBastion(channel), "env", true, variable("TZ"));
        alice.request(atBastion(channel), "no-such-request", true, new byte[0]);
        Peer target = channel.target();
        target.nextRequest(channel.targetNumber(), "env");
        target.nextRequest(channel.targetNumber(), "env");
        assertTrue(alice.isQuiet());
        target.success(atBastion(channel));
        target.failure(atBastion(channel));
        alice.next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 7);
        alice.next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        alice.next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        alice.next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        running(channel, "id");
    }

    @Test
    void passesThroughAWindowOfOneByteInPacketsOfOneByte() throws Exception {
        Channel channel = running(channel(alice(), database.accept(), 1, 1), "id");
        long granted = 1;
        StringBuilder heard = new StringBuilder();
        for (String letter : List.of("a", "b", "c", "d")) {
            while (granted == 0) {
                granted += channel.target()
                        .next(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, channel.targetNumber())
                        .content()
                        .getUInt();
            }
            channel.target().data(atBastion(channel), letter);
            granted--;
            heard.append(channel.client().nextData(7));
            channel.client().widen(atBastion(channel), 1);
        }
        assertEquals("abcd", heard.toString());
    }

    @Test
    void keepsASmallWindowGoingWhileTheClientReads() throws Exception {
        // As PuTTY and Dropbear open theirs; the room for the bastion's own words must not swallow it.
        long window = 16 << 10;
        Peer alice = alice();
        Peer target = database.accept();
        alice.open("session", 7, window, Peer.PACKET);
        Peer.Message open = target.next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        open.text();
        long number = open.content().getUInt();
        assertTrue(open.content().getUInt() >= window / 2);
        target.confirm(number, 9, Peer.WINDOW, Peer.PACKET);
    }

    @Test
    void cutsDataToThePacketsThatTheClientTakes() throws Exception {
        Channel channel = running(channel(alice(), database.accept(), Peer.WINDOW, 4), "id");
        channel.target().data(atBastion(channel), "0123456789");
        List<String> pieces = new ArrayList<>();
        for (int count = 0; count < 3; count++) {
            pieces.add(channel.client().nextData(7));
        }
        assertEquals(List.of("0123", "4567", "89"), pieces);
    }

    static byte[] variable(String name) {
        ByteArrayBuffer payload = new ByteArrayBuffer();
        payload.putString(name);
        payload.putString("C");
        return payload.getCompactData();
    }
}
