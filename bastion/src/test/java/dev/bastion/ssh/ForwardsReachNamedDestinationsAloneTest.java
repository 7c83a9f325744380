package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardsReachNamedDestinationsAloneTest extends OneHouse {
    private static final String SSH =
            "ssh is not forwarded\nhint: hosts are reached through the bastion: ssh -J bastion LOGIN@HOST";

    /** The hosts' own ssh is listed too, which gives nothing. */
    @BeforeEach
    void mayForward() {
        bastion.edit(text -> text.replaceFirst(
                "permits: \\[shell, exec, sftp-read, sftp-write\\]",
                "permits: [exec, sftp-read, forward]\n    forward: [\"localhost:5432\", \"db-?.internal:3306\","
                        + " \"[::1]:5432\", \"*:%d\", \"127.0.0.1:%d\", \"*:%d\", \"127.0.0.1:%d\"]"
                                .formatted(database.port(), database.port(), web.port(), web.port())));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 5432, localhost, localhost:5432",
        "LocalHost., 5432, localhost, localhost:5432",
        "db-3.internal, 3306, db-3.internal, db-3.internal:3306",
        "::1, 5432, 0:0:0:0:0:0:0:1, [0:0:0:0:0:0:0:1]:5432"
    })
    void passesBothWaysAndIsOnTheRecord(String typed, int port, String asked, String recorded) throws Exception {
        Channel channel = forwarding(typed, port, asked);
        channel.client().data(atBastion(channel), "select 1");
        assertEquals("select 1", channel.target().nextData(9));
        channel.target().data(atBastion(channel), "one");
        assertEquals("one", channel.client().nextData(7));
        channel.client().bare(SshConstants.SSH_MSG_CHANNEL_EOF, atBastion(channel));
        channel.target().next(SshConstants.SSH_MSG_CHANNEL_EOF, 9);
        channel.client().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(channel));
        channel.target().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 9);
        channel.target().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
        awaitRecorded("forward-0.index", "\"destination\":\"" + recorded + "\"");
        awaitRecorded("forward-0.stdin", "select 1");
        awaitRecorded("forward-0.stdout", "one");
        awaitRecorded("events.jsonl", "\"channel-closed\"");
        awaitRecorded("events.jsonl", "\"stdin\":{\"bytes\":8,");
        awaitRecorded("events.jsonl", "\"stdout\":{\"bytes\":3,");
    }

    @ParameterizedTest
    @CsvSource({"localhost, 5433", "localhost.example, 5432", "127.0.0.1, 5432", "db-17.internal, 3306", "10.0.0.1, 80"
    })
    void refusesOthersWithASentence(String host, int port) throws Exception {
        Peer alice = alice();
        Peer target = database.accept();
        String said = refused(alice, host, port);
        assertTrue(
                said.startsWith(
                        "forwarding to " + host + ":" + port + " is not part of this grant for prod-db-1\nhint: it"
                                + " allows: localhost:5432, db-?.internal:3306"),
                said);
        awaitRecorded("events.jsonl", "\"type\":\"direct-tcpip to " + host + ":" + port + "\"");
        assertTrue(target.isQuiet());
    }

    @ParameterizedTest
    @CsvSource({"a b, 80", "'', 80", "127.1, 5432", "localhost, 0", "localhost, 65536", "bücher, 80"})
    void refusesWhatIsNoHostAndPort(String host, long port) throws Exception {
        Peer alice = alice();
        Peer target = database.accept();
        String said = refused(alice, host, port);
        assertTrue(said.startsWith("what is to be forwarded to is no host and port\nhint: it allows: "), said);
        assertTrue(target.isQuiet());
    }

    /** Whatever the rule lists: the hosts' ssh is reached through the bastion, where it is recorded. */
    @Test
    void neverWhereSshAnswers() throws Exception {
        Peer alice = alice();
        Peer target = database.accept();
        assertEquals(SSH, refused(alice, "localhost", 22));
        assertEquals(SSH, refused(alice, "10.9.9.9", 22));
        assertEquals(SSH, refused(alice, "localhost", database.port()));
        assertEquals(SSH, refused(alice, "127.0.0.2", database.port()));
        assertEquals(SSH, refused(alice, "127.0.0.1", web.port()));
        assertEquals(SSH, refused(alice, "prod-web-1", web.port()));
        assertEquals(SSH, refused(alice, "DB1.", database.port()));
        assertTrue(target.isQuiet());
    }

    /** On a port where nobody thought of ssh. */
    @Test
    void sshThatBeginsOnAnotherPortEndsThere() throws Exception {
        Channel channel = forwarding("localhost", 5432, "localhost");
        channel.client().data(atBastion(channel), "SS");
        assertEquals("SS", channel.target().nextData(9));
        channel.client().data(atBastion(channel), "H-2.0-OpenSSH_9.9\r\n");
        channel.target().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 9);
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
        awaitRecorded("events.jsonl", "\"why\":\"ssh is not forwarded\"");

        Channel other = forwarding(channel.client(), channel.target(), "localhost", 5432, "localhost");
        other.target().data(atBastion(other), "SSH-2.0-OpenSSH_9.9\r\n");
        other.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
    }

    @Test
    void whatTheTargetCannotReachIsSaid() throws Exception {
        Peer alice = alice();
        Peer target = database.accept();
        open(alice, "localhost", 5432);
        Peer.Message open = target.next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        open.text();
        Packets.openRefused(target.session(), open.content().getUInt(), 2, "Connection refused");
        Peer.Message refused = alice.next(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 7);
        assertEquals(SshConstants.SSH_OPEN_CONNECT_FAILED, refused.content().getUInt());
        assertEquals("prod-db-1 refused the channel: Connection refused", refused.text());
        awaitRecorded("events.jsonl", "\"channel-closed\"");
    }

    @Test
    void aConnectionTakesNoRequestsAndHasNoErrors() throws Exception {
        Channel channel = forwarding("localhost", 5432, "localhost");
        channel.client().request(atBastion(channel), "exec", true, Peer.string("id"));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        channel.target().request(atBastion(channel), "exit-status", false, Peer.number(0));
        channel.target().data(atBastion(channel), "on");
        assertEquals("on", channel.client().nextData(7));
        channel.target().extendedData(atBastion(channel), 1, "oops");
        channel.target().awaitEnd();
        awaitCauses("protocol-error");
    }

    /** OpenSSH says so after its own session, and forwards on. */
    @Test
    void noMoreSessionsIsNotNoMoreForwards() throws Exception {
        Channel first = running(channel(), "sleep 60");
        first.client().send(SshConstants.SSH_MSG_GLOBAL_REQUEST, message -> {
            message.putString("no-more-sessions@openssh.com");
            message.putBoolean(false);
        });
        forwarding(first.client(), first.target(), "localhost", 5432, "localhost");
    }

    @Test
    void nothingIsForwardedWithoutThePermit() throws Exception {
        bastion.edit(text -> text.replaceFirst("forward]\n    forward: .*\n", "sftp-write]\n"));
        assertEquals("forwarding is not part of this grant for prod-db-1", refused(alice(), "localhost", 5432));
    }

    /** A destination that the rule no longer names ends the sessions that could use it. */
    @Test
    void aNarrowedRuleEndsIt() throws Exception {
        Channel channel = forwarding("localhost", 5432, "localhost");
        bastion.edit(text -> text.replace("\"localhost:5432\", ", ""));
        assertTrue(channel.client()
                .awaitEnd()
                .contains("now allows fewer commands, paths or destinations; connect again to go on"));
        awaitCauses("rule-narrowed");
    }

    private Channel forwarding(String typed, int port, String asked) throws Exception {
        Peer alice = alice();
        return forwarding(alice, database.accept(), typed, port, asked);
    }

    private static Channel forwarding(Peer alice, Peer target, String typed, int port, String asked)
            throws IOException, InterruptedException {
        open(alice, typed, port);
        Peer.Message open = target.next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        assertEquals("direct-tcpip", open.text());
        long atBastion = open.content().getUInt();
        open.content().getUInt();
        open.content().getUInt();
        assertEquals(asked, open.text());
        assertEquals(port, open.content().getUInt());
        target.confirm(atBastion, 9, Peer.WINDOW, Peer.PACKET);
        Peer.Message opened = alice.next(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, 7);
        return new Channel(alice, target, opened.content().getUInt(), 9);
    }

    private static String refused(Peer alice, String host, long port) throws IOException, InterruptedException {
        open(alice, host, port);
        Peer.Message refused = alice.next(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 7);
        assertEquals(
                SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                refused.content().getUInt());
        return refused.text();
    }

    private static void open(Peer alice, String host, long port) throws IOException {
        alice.send(SshConstants.SSH_MSG_CHANNEL_OPEN, message -> {
            message.putString("direct-tcpip");
            message.putUInt(7);
            message.putUInt(Peer.WINDOW);
            message.putUInt(Peer.PACKET);
            message.putString(host);
            message.putUInt(port);
            message.putString("192.0.2.1\u001b[2J");
            message.putUInt(70_000);
        });
    }
}
