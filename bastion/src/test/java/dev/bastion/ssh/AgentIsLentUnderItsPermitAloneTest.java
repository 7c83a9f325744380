package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent protocol in the hands of a host that is not sshd and of a client that is not ssh. */
class AgentIsLentUnderItsPermitAloneTest extends OneHouse {
    private static final String REQUEST = "auth-agent-req@openssh.com";
    private static final String TYPE = "auth-agent@openssh.com";
    private static final byte[] LIST = message(11);
    private static final byte[] LISTED = message(12, number(0));

    @BeforeEach
    void mayLend() {
        bastion.edit(text -> text.replaceFirst(
                "permits: \\[shell, exec, sftp-read, sftp-write\\]", "permits: [shell, exec, agent]"));
    }

    @Test
    void andWhatIsAskedOfItIsOnTheRecord() throws Exception {
        Channel agent = agent(lending());
        String fingerprint = bastion.key("alice").sshKey().fingerprint();
        target(agent, LIST);
        assertArrayEquals(LIST, atClient(agent));
        client(agent, LISTED);
        assertArrayEquals(LISTED, atTarget(agent));
        byte[] sign = signRequest(bytes("data"));
        target(agent, sign);
        assertArrayEquals(sign, atClient(agent));
        byte[] signed = message(14, string(new byte[64]));
        client(agent, signed);
        assertArrayEquals(signed, atTarget(agent));
        agent.target().bare(SshConstants.SSH_MSG_CHANNEL_EOF, atBastion(agent));
        agent.client().next(SshConstants.SSH_MSG_CHANNEL_EOF, 8);
        agent.target().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(agent));
        agent.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 8);
        agent.target().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 12);
        agent.client().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(agent));
        awaitRecorded("agent-1.jsonl", "\"asked\":\"list-keys\"");
        awaitRecorded("agent-1.jsonl", "\"answered\":\"listed\"");
        awaitRecorded("agent-1.jsonl", "\"asked\":\"sign\",\"key\":\"" + fingerprint + "\"");
        awaitRecorded("agent-1.jsonl", "\"answered\":\"signed\"");
        awaitRecorded("events.jsonl", "\"event\":\"agent-lent\"");
        awaitRecorded("events.jsonl", "\"event\":\"agent-signature-asked\",\"channel\":\"1\",\"key\":\"" + fingerprint);
        awaitRecorded(
                "events.jsonl",
                "\"kind\":\"agent\",\"file\":\"agent-1.jsonl\",\"lines\":4,\"to_target_bytes\":"
                        + (LISTED.length + signed.length) + ",\"to_person_bytes\":" + (LIST.length + sign.length)
                        + ",\"signatures_asked\":1");
    }

    /** The fingerprint of a certificate is that of its key. */
    @Test
    void aCertificateSignsUnderTheNameOfItsKey() throws Exception {
        Channel session = lending();
        Certificate certificate = bastion.certificate("alice");
        target(agent(session), message(13, string(certificate.blob()), string(new byte[8]), number(0)));
        awaitRecorded("agent-1.jsonl", certificate.subject().fingerprint());
    }

    @Test
    void withoutThePermitTheRequestIsRefusedAndSaid() throws Exception {
        bastion.edit(text -> text.replace("permits: [shell, exec, agent]", "permits: [shell, exec]"));
        Channel channel = channel();
        channel.client().request(atBastion(channel), REQUEST, true, new byte[0]);
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        shell(channel);
        String said = channel.client().nextData(7);
        assertTrue(said.contains("agent forwarding is not part of this grant"), said);
        assertRefused(channel, "this client takes no channels");
    }

    /** THREATS T20: a rule that gives it is not yet a client that lends it. */
    @Test
    void aHostThatOpensOneUnaskedIsRefused() throws Exception {
        Channel channel = running(channel(), "id");
        assertRefused(channel, "this client takes no channels");
        channel.client().request(atBastion(channel), REQUEST, true, new byte[0]);
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_FAILURE, 7);
        assertRefused(channel, "this client takes no channels");
    }

    /** What one session lent ends with it, be there others on the connection. */
    @Test
    void notForLongerThanTheSessionThatLendsIt() throws Exception {
        Channel lending = lending();
        Channel other = channel(lending.client(), lending.target(), Peer.WINDOW, Peer.PACKET);
        lending.target().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(lending));
        lending.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 7);
        lending.target().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 9);
        lending.client().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(lending));
        awaitRecorded("events.jsonl", "\"channel-closed\"");
        assertRefused(other, "this client takes no channels");
    }

    @Test
    void onlySoManyAtOneTime() throws Exception {
        Channel session = lending();
        for (int number = 0; number < Relay.AGENT_CHANNELS; number++) {
            session.target().open(TYPE, 20 + number, Peer.WINDOW, Peer.PACKET);
            session.client().next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        }
        assertRefused(session, "more than 8 connections to an agent at one time are not offered");
    }

    @Test
    void aClientThatLendsNoneAfterAllIsBelieved() throws Exception {
        Channel session = lending();
        session.target().open(TYPE, 12, Peer.WINDOW, Peer.PACKET);
        long number = opening(session.client());
        Packets.openRefused(session.client().session(), number, 1, "no\u001b[2J");
        Peer.Message refused = session.target().next(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 12);
        refused.content().getUInt();
        assertEquals("the client lends no agent", refused.text());
        stillWorks(session);
    }

    /** An agent is not to be changed from a host, and least of all to load a library there (CVE-2023-38408). */
    @ParameterizedTest
    @ValueSource(ints = {17, 18, 19, 20, 21, 22, 23, 25, 26, 0, 255})
    void nothingButKeysAndSignatures(int type) throws Exception {
        Channel session = lending();
        Channel agent = agent(session);
        target(agent, message(type, string(new byte[3])));
        assertEnds(agent);
        awaitRecorded("events.jsonl", "the host asked the agent for more than keys and signatures: message " + type);
        stillWorks(session);
    }

    @Test
    void ofExtensionsTheOneThatConfinesKeys() throws Exception {
        Channel session = lending();
        Channel agent = agent(session);
        byte[] bind = message(27, string(bytes("session-bind@openssh.com")), string(new byte[40]));
        target(agent, bind);
        assertArrayEquals(bind, atClient(agent));
        target(agent, message(27, string(bytes("query"))));
        assertEnds(agent);
        stillWorks(session);
    }

    /** Else root on a host would ask for access, approve it and reach every other host in the name of who lends the agent. */
    @Test
    void noHostLogsInAtTheBastionWithIt() throws Exception {
        Channel session = lending();
        Peer login = client.connect();
        byte[] data = join(string(login.session().getSessionId()), new byte[] {50}, string(bytes("alice")));
        Channel agent = agent(session);
        target(agent, signRequest(data));
        assertEnds(agent);
        awaitRecorded("events.jsonl", "the host asked the agent for a login at the bastion");
        byte[] elsewhere = join(string(new byte[32]), new byte[] {50}, string(bytes("alice")));
        agent = agent(session);
        target(agent, signRequest(elsewhere));
        assertArrayEquals(signRequest(elsewhere), atClient(agent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bastion-approval", "bastion-policy"})
    void noHostApprovesNorSignsThePolicyWithIt(String namespace) throws Exception {
        Channel session = lending();
        Channel agent = agent(session);
        target(agent, signRequest(join(bytes("SSHSIG"), string(bytes(namespace)), new byte[80])));
        assertEnds(agent);
        awaitRecorded("events.jsonl", "the host asked the agent to sign for the bastion");
        byte[] commit = signRequest(join(bytes("SSHSIG"), string(bytes("git")), new byte[80]));
        agent = agent(session);
        target(agent, commit);
        assertArrayEquals(commit, atClient(agent));
    }

    /** What is to be signed stands behind the key, of which only so much is kept. */
    @Test
    void aLongKeyHidesNothing() throws Exception {
        Channel session = lending();
        Channel agent = agent(session);
        byte[] key = new byte[AgentStream.HEAD - 16];
        target(agent, message(13, string(key), string(new byte[64]), number(0)));
        assertEnds(agent);
        awaitRecorded("events.jsonl", "the host hid what the agent was to sign behind an endless key");
    }

    @Test
    void aMalformedStreamEndsItsChannelAlone() throws Exception {
        Channel session = lending();
        for (byte[] stream : new byte[][] {
            number(0),
            number(AgentStream.LONGEST + 1),
            number(-1),
            message(13, number(5)),
            message(13, number(-5)),
            message(13, string(new byte[8])),
            message(13, string(new byte[8]), new byte[3]),
            message(27)
        }) {
            Channel agent = agent(session);
            target(agent, stream);
            assertEnds(agent);
        }
        stillWorks(session);
    }

    @Test
    void anAnswerToNothingEndsItsChannelAlone() throws Exception {
        Channel session = lending();
        Channel agent = agent(session);
        client(agent, LISTED);
        assertEnds(agent);
        stillWorks(session);
    }

    @Test
    void aFloodOfRequestsEndsItsChannelAlone() throws Exception {
        Channel session = lending();
        Channel agent = agent(session);
        for (int asked = 0; asked <= AgentTap.UNANSWERED; asked++) {
            target(agent, LIST);
        }
        for (int asked = 0; asked < AgentTap.UNANSWERED; asked++) {
            atClient(agent);
        }
        assertEnds(agent);
        stillWorks(session);
    }

    /** A client cannot confirm what it opened itself. */
    @Test
    void aConfirmationOfNothingEndsTheSession() throws Exception {
        Channel channel = running(channel(), "id");
        channel.client().confirm(atBastion(channel), 8, Peer.WINDOW, Peer.PACKET);
        assertTrue(channel.client().awaitEnd().contains("broke the SSH protocol"));
    }

    @Test
    void itEndsWithTheGrant() throws Exception {
        Channel agent = agent(lending());
        target(agent, LIST);
        atClient(agent);
        bastion.decide(bastion.desk.revoke(
                "carol", bastion.journal.state().grants().getFirst().id(), "because"));
        assertTrue(agent.client().awaitEnd().endsWith("was revoked by carol"));
        agent.target().awaitEnd();
    }

    // ---- what the tests have in common

    /** A command for which the client lends its agent. */
    private Channel lending() throws Exception {
        Channel channel = channel();
        channel.client().request(atBastion(channel), REQUEST, true, new byte[0]);
        channel.target().nextRequest(channel.targetNumber(), REQUEST);
        channel.target().success(atBastion(channel));
        channel.client().next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 7);
        return running(channel, "ssh-add -l");
    }

    /** A connection to the agent: 12 at the host, 8 at the client. */
    private static Channel agent(Channel session) throws IOException, InterruptedException {
        session.target().open(TYPE, 12, Peer.WINDOW, Peer.PACKET);
        long number = opening(session.client());
        session.client().confirm(number, 8, Peer.WINDOW, Peer.PACKET);
        Peer.Message opened = session.target().next(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, 12);
        assertEquals(number, opened.content().getUInt());
        return new Channel(session.client(), session.target(), number, 12);
    }

    private static long opening(Peer client) throws InterruptedException {
        Peer.Message open = client.next(SshConstants.SSH_MSG_CHANNEL_OPEN);
        assertEquals(TYPE, open.text());
        return open.content().getUInt();
    }

    private static void assertRefused(Channel channel, String sentence) throws IOException, InterruptedException {
        channel.target().open(TYPE, 77, Peer.WINDOW, Peer.PACKET);
        Peer.Message refusal = channel.target().next(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 77);
        assertEquals(
                SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                refusal.content().getUInt());
        assertEquals(sentence, refusal.text());
    }

    private static void assertEnds(Channel agent) throws IOException, InterruptedException {
        agent.client().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 8);
        agent.target().next(SshConstants.SSH_MSG_CHANNEL_CLOSE, 12);
        agent.client().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(agent));
        agent.target().bare(SshConstants.SSH_MSG_CHANNEL_CLOSE, atBastion(agent));
    }

    private static void stillWorks(Channel session) throws Exception {
        session.target().data(atBastion(session), "still here");
        assertEquals("still here", session.client().nextData(7));
    }

    private static void target(Channel agent, byte[] bytes) throws IOException {
        Packets.data(agent.target().session(), atBastion(agent), bytes, 0, bytes.length);
    }

    private static void client(Channel agent, byte[] bytes) throws IOException {
        Packets.data(agent.client().session(), atBastion(agent), bytes, 0, bytes.length);
    }

    private static byte[] atClient(Channel agent) throws InterruptedException {
        return agent.client()
                .next(SshConstants.SSH_MSG_CHANNEL_DATA, 8)
                .content()
                .getBytes();
    }

    private static byte[] atTarget(Channel agent) throws InterruptedException {
        return agent.target()
                .next(SshConstants.SSH_MSG_CHANNEL_DATA, 12)
                .content()
                .getBytes();
    }

    private byte[] signRequest(byte[] data) {
        return message(13, string(bastion.key("alice").sshKey().blob()), string(data), number(0));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayBuffer joined = new ByteArrayBuffer();
        for (byte[] part : parts) {
            joined.putRawBytes(part);
        }
        return joined.getCompactData();
    }

    private static byte[] message(int type, byte[]... fields) {
        ByteArrayBuffer content = new ByteArrayBuffer();
        content.putByte((byte) type);
        for (byte[] field : fields) {
            content.putRawBytes(field);
        }
        return string(content.getCompactData());
    }

    private static byte[] string(byte[] bytes) {
        ByteArrayBuffer string = new ByteArrayBuffer();
        string.putBytes(bytes);
        return string.getCompactData();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(int value) {
        return Peer.number(value & 0xffffffffL);
    }
}
