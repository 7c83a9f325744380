package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.certs.Certificate;
import dev.bastion.policy.Grant;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link FloodsEndTheirOwnConnectionTest} says of the direct form, of the connection inside that of {@code ssh -J}. */
class FloodsThroughATunnelEndTheirOwnConnectionTest extends OneHouse {
    private Jump jump;
    private RawClient inside;
    private Channel channel;

    @BeforeEach
    void openTunnel() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Certificate certificate = bastion.certificate("alice");
        jump = Jump.to("prod-db-1", database.port(), client.certified("bastion", bastion.key("alice"), certificate));
        inside = new RawClient(jump.port());
        Peer alice = inside.plain("postgres", bastion.key("alice"));
        channel = channel(alice, database.accept(), Peer.WINDOW, Peer.PACKET);
    }

    @AfterEach
    void closeTunnel() throws Exception {
        inside.close();
        jump.close();
    }

    @Test
    void ofACommandLineOfSixtyFourMegabytes() throws Exception {
        Channel erin = erin();
        channel.client()
                .request(
                        atBastion(channel),
                        "exec",
                        true,
                        FloodsEndTheirOwnConnectionTest.command(FloodsEndTheirOwnConnectionTest.COMMAND_BYTES));
        channel.client().awaitEnd();
        channel.target().awaitEnd();
        stillWorks(erin);
    }

    @Test
    void notOfACommandLineThatFitsIntoAPacket() throws Exception {
        channel.client().request(atBastion(channel), "exec", true, FloodsEndTheirOwnConnectionTest.command(200 << 10));
        channel.target().nextRequest(channel.targetNumber(), "exec");
        channel.target().success(atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 7);
    }

    @Test
    void ofVariablesThatTheTargetNeverAnswers() throws Exception {
        Channel erin = erin();
        for (int number = 0; number <= Replies.LIMIT; number++) {
            channel.client()
                    .request(atBastion(channel), "env", true, ChannelKeepsItsOrderTest.variable("LC_" + number));
        }
        channel.client().awaitEnd();
        channel.target().awaitEnd();
        awaitRecorded("events.jsonl", "too many without an answer");
        stillWorks(erin);
    }

    @Test
    void ofRequestsThatTheTargetDoesNotRead() throws Exception {
        Channel erin = erin();
        running(channel, "cat");
        channel.target().session().getIoSession().suspendRead();
        FloodsEndTheirOwnConnectionTest.flood(
                channel.client(), () -> channel.client().request(atBastion(channel), "signal", false, new byte[16]));
        channel.client().awaitEnd();
        stillWorks(erin);
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
}
