package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneStartRequestDecidesTest extends OneHouse {
    @Test
    void holdsDataUntilTheTargetHasAcceptedTheStart() throws Exception {
        Channel channel = channel();
        Peer alice = channel.client();
        alice.data(atBastion(channel), "one ");
        alice.data(atBastion(channel), "two");
        alice.exec(atBastion(channel), "cat");
        alice.data(atBastion(channel), " three");
        alice.bare(SshConstants.SSH_MSG_CHANNEL_EOF, atBastion(channel));
        Peer target = channel.target();
        target.nextRequest(channel.targetNumber(), "exec");
        assertTrue(recordedSomething());
        assertTrue(target.isQuiet());
        target.success(atBastion(channel));
        assertEquals("one two three", target.nextData(channel.targetNumber()));
        target.next(SshConstants.SSH_MSG_CHANNEL_EOF, channel.targetNumber());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec", "shell", "subsystem"})
    void endsTheSessionAtASecondStart(String second) throws Exception {
        Channel channel = running(channel(), "id");
        channel.client()
                .request(atBastion(channel), second, true, second.equals("shell") ? new byte[0] : Peer.string("sftp"));
        assertBrokenByClient(channel);
    }

    @Test
    void endsTheSessionAtASecondStartThatComesBeforeTheFirstIsAnswered() throws Exception {
        Channel channel = channel();
        channel.client().exec(atBastion(channel), "id");
        channel.client().request(atBastion(channel), "shell", true, new byte[0]);
        channel.target().nextRequest(channel.targetNumber(), "exec");
        channel.target().success(atBastion(channel));
        assertBrokenByClient(channel);
    }

    @Test
    void closesTheChannelWhoseStartTheTargetRefused() throws Exception {
        Channel channel = channel();
        channel.client().request(atBastion(channel), "subsystem", true, Peer.string("sftp"));
        channel.client().request(atBastion(channel), "shell", true, new byte[0]);
        Peer target = channel.target();
        target.nextRequest(channel.targetNumber(), "subsystem");
        target.failure(atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
        target.next(SshConstants.SSH_MSG_CHANNEL_CLOSE, channel.targetNumber());
        assertTrue(target.isQuiet());
    }

    @Test
    void endsTheSessionAtExtendedDataOfTheClient() throws Exception {
        Channel channel = running(channel(), "id");
        channel.client().extendedData(atBastion(channel), 1, "stderr of a client");
        assertBrokenByClient(channel);
    }

    @Test
    void endsTheSessionAtAStartThatReadsMoreThanOneWay() throws Exception {
        Channel channel = channel();
        channel.client().request(atBastion(channel), "exec", true, new byte[] {0, 0, 0, 2, 'i', 'd', 'x'});
        assertBrokenByClient(channel);
    }

    @Test
    void endsTheSessionAtDataBeyondTheWindow() throws Exception {
        Channel channel = running(channel(), "cat");
        byte[] bytes = new byte[32 << 10];
        for (long sent = 0; sent <= Peer.WINDOW; sent += bytes.length) {
            Packets.data(channel.client().session(), atBastion(channel), bytes, 0, bytes.length);
        }
        assertBrokenByClient(channel);
    }

    @Test
    void refusesASubsystemThatIsNotGranted() throws Exception {
        Channel channel = channel();
        channel.client().request(atBastion(channel), "subsystem", true, Peer.string("netconf"));
        Peer.Message words = channel.client().next(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, 7);
        words.content().getUInt();
        assertEquals("the subsystem \"netconf\" is not part of this grant for prod-db-1\r\n", words.text());
        // A client that fails at the failure has read the sentence when it answers this.
        channel.client().nextRequest(7, Keepalive.REQUEST);
        assertTrue(channel.client().isQuiet());
        channel.client().failure(atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
        channel.target().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, channel.targetNumber());
    }

    @Test
    void passesAThousandVariablesAndRefusesAThousandOthers() throws Exception {
        Channel channel = channel();
        for (int count = 0; count < 1000; count++) {
            channel.client()
                    .request(atBastion(channel), "env", false, ChannelKeepsItsOrderTest.variable("LC_" + count));
            channel.client().request(atBastion(channel), "env", false, ChannelKeepsItsOrderTest.variable("X" + count));
        }
        for (int count = 0; count < 1000; count++) {
            Peer.Message passed = channel.target().nextRequest(channel.targetNumber(), "env");
            passed.content().getBoolean();
            assertEquals("LC_" + count, passed.text());
        }
        running(channel, "id");
    }

    @Test
    void endsTheSessionAtRequestsThatNobodyAnswers() throws Exception {
        Channel channel = channel();
        for (int count = 0; count <= Replies.LIMIT; count++) {
            channel.client().request(atBastion(channel), "env", true, ChannelKeepsItsOrderTest.variable("LANG"));
        }
        assertBrokenByClient(channel);
    }

    private boolean recordedSomething() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("recordings"))) {
            return files.anyMatch(
                    file -> file.toFile().isFile() && file.toFile().length() > 0);
        }
    }

    private static void assertBrokenByClient(Channel channel) throws Exception {
        String said = channel.client().awaitEnd();
        assertTrue(said.endsWith("the client broke the SSH protocol, so the session ended"), said);
        channel.target().awaitEnd();
    }
}
