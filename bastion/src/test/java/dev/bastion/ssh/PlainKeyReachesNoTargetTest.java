package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Ed25519Pair;
import java.security.SecureRandom;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;

class PlainKeyReachesNoTargetTest extends OneHouse {
    private static final String KEY_TYPE = "ssh-ed25519";

    @Test
    void isAnsweredWithPartialSuccessWhereACertificateExists() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Certificate certificate = bastion.certificate("alice");
        Peer peer = client.connect();
        RawClient.authenticate(peer, "bastion", KEY_TYPE, key().sshKey().blob(), key());
        Peer.Message answer = peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE);
        assertEquals("publickey,keyboard-interactive", answer.text());
        assertTrue(answer.content().getBoolean());
        RawClient.showCertificate(peer, "bastion", certificate.blob(), key());
        RawClient.accepted(peer);
        assertEquals("", RawClient.tunnel(peer, 1, "prod-db-1", database.port()));
    }

    @Test
    void endsWithAQuestionWithoutPromptsWhereNoCertificateIsShown() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        bastion.certificate("alice");
        Peer peer = afterPartialSuccess();
        peer.send(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, message -> message.putUInt(0));
        RawClient.accepted(peer);
        peer.open("session", 3, Peer.WINDOW, Peer.PACKET);
        Peer.Message opened = peer.next(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, 3);
        peer.exec(opened.content().getUInt(), "whoami");
        peer.next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 3);
        assertEquals("alice ran whoami", peer.nextData(3));
    }

    @Test
    void isNotBelievedWithoutItsSignature() throws Exception {
        Peer peer = client.connect();
        RawClient.offer(peer, "bastion", KEY_TYPE, key().sshKey().blob());
        assertEquals(KEY_TYPE, peer.next(SshConstants.SSH_MSG_USERAUTH_PK_OK).text());
        peer.send(SshConstants.SSH_MSG_USERAUTH_REQUEST, message -> {
            message.putString("bastion");
            message.putString("ssh-connection");
            message.putString("keyboard-interactive");
            message.putString("");
            message.putString("");
        });
        RawClient.refused(peer);
        RawClient.authenticate(
                peer, "bastion", KEY_TYPE, key().sshKey().blob(), Ed25519Pair.generate(new SecureRandom()));
        RawClient.refused(peer);
    }

    @Test
    void opensNoTunnelToATargetThatIsGranted() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer peer = client.plain("bastion", key());
        // The tunnel opens, so that the inner server can say what to type; nothing is dialled.
        assertEquals("", RawClient.tunnel(peer, 1, "prod-db-1", database.port()));
        peer.next(SshConstants.SSH_MSG_CHANNEL_DATA);
        assertEquals(0, database.connections());
    }

    @Test
    void opensNoDirectForm() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer peer = client.connect();
        RawClient.authenticate(
                peer, "postgres@prod-db-1", KEY_TYPE, key().sshKey().blob(), key());
        String said = peer.next(SshConstants.SSH_MSG_USERAUTH_BANNER).text();
        assertTrue(said.contains("access to prod-db-1 needs your certificate\nhint: "), said);
        peer.awaitEnd();
        assertEquals(0, database.connections());
    }

    @Test
    void opensATargetWhoseRuleTakesPlainKeys() throws Exception {
        bastion.granted("alice", "plain-1", "deploy");
        Peer peer = client.plain("deploy@plain-1", key());
        running(channel(peer, database.accept(), Peer.WINDOW, Peer.PACKET), "id");
    }

    @Test
    void opensNothingWithoutAGrantAlsoWhereTheRuleTakesPlainKeys() throws Exception {
        Peer peer = client.connect();
        RawClient.authenticate(peer, "deploy@plain-1", KEY_TYPE, key().sshKey().blob(), key());
        peer.next(SshConstants.SSH_MSG_USERAUTH_BANNER);
        peer.awaitEnd();
        assertEquals(0, database.connections());
    }

    @Test
    void ofAStrangerOpensNothing() throws Exception {
        Ed25519Pair stranger = Ed25519Pair.generate(new SecureRandom());
        Peer peer = client.connect();
        RawClient.authenticate(peer, "alice", KEY_TYPE, stranger.sshKey().blob(), stranger);
        assertEquals("", RawClient.refused(peer));
    }

    private Peer afterPartialSuccess() throws Exception {
        Peer peer = client.connect();
        RawClient.authenticate(peer, "bastion", KEY_TYPE, key().sshKey().blob(), key());
        peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE);
        peer.send(SshConstants.SSH_MSG_USERAUTH_REQUEST, message -> {
            message.putString("bastion");
            message.putString("ssh-connection");
            message.putString("keyboard-interactive");
            message.putString("");
            message.putString("");
        });
        peer.next(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
        return peer;
    }

    private Ed25519Pair key() {
        return bastion.key("alice");
    }
}
