package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.policy.Grant;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;

class DisabledPersonIsCutOffTest extends OneHouse {

    private void disable() {
        bastion.decide(bastion.desk.people().disable("carol", "alice", "has left"));
        bastion.cut("alice");
    }

    @Test
    void endsWhatRunsWithASentence() throws Exception {
        Channel channel = running(channel(), "cat");

        disable();

        assertTrue(channel.client().awaitEnd().contains("ended: its person is disabled"));
        channel.target().awaitEnd();
    }

    @Test
    void closesAConnectionOnWhichNothingRuns() throws Exception {
        Peer alice = client.plain("alice", bastion.key("alice"));

        disable();

        alice.awaitEnd();
    }

    @Test
    void opensNothingWithTheCertificate() throws Exception {
        Grant grant = bastion.granted("alice", "prod-db-1", "postgres");
        Certificate certificate = bastion.certificate("alice");

        disable();

        Peer peer = client.connect();
        RawClient.showCertificate(peer, grant.login() + "@prod-db-1", certificate.blob(), bastion.key("alice"));
        String said = peer.next(SshConstants.SSH_MSG_USERAUTH_BANNER).text();
        peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE);

        assertTrue(said.contains("this certificate has been revoked"), said);
        assertEquals(0, database.connections());
    }
}
