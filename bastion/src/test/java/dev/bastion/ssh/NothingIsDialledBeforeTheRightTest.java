package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;

class NothingIsDialledBeforeTheRightTest extends OneHouse {
    @Test
    void withoutAGrant() throws Exception {
        bastion.granted("alice", "prod-web-1", "deploy");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        for (int number = 0; number < 5; number++) {
            RawClient.askForTunnel(alice, number, "prod-db-1", database.port());
        }
        for (int opened = 0; opened < 5; ) {
            if (alice.next().number() == SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION) {
                opened++;
            }
        }
        assertEquals(0, database.connections());
    }

    @Test
    void withMoreThanThreeToATargetAtOneTimeSoThatOthersGetIn() throws Exception {
        openTenTunnels("alice");
        database.awaitConnections(3);
        assertEquals(3, database.connections());
        openTenTunnels("erin");
        database.awaitConnections(1);
        assertEquals(4, database.connections());
    }

    private void openTenTunnels(String person) throws Exception {
        bastion.granted(person, "prod-db-1", "postgres");
        Peer peer = client.certified("bastion", bastion.key(person), bastion.certificate(person));
        for (int number = 0; number < 10; number++) {
            RawClient.askForTunnel(peer, number, "prod-db-1", database.port());
        }
        for (int opened = 0; opened < 10; ) {
            if (peer.next().number() == SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION) {
                opened++;
            }
        }
    }

    @Test
    void throughMoreThanSixtyFourTunnels() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        for (int number = 0; number < OuterConnection.TUNNELS + 1; number++) {
            RawClient.askForTunnel(alice, number, "prod-web-1", web.port());
        }
        Peer.Message answer = alice.next();
        int opened = 0;
        while (answer.number() != SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE) {
            if (answer.number() == SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION) {
                opened++;
            }
            answer = alice.next();
        }
        assertEquals(OuterConnection.TUNNELS, opened);
        assertEquals(OuterConnection.TUNNELS, answer.content().getUInt());
        answer.content().getUInt();
        String said = answer.text();
        assertTrue(said.contains("more than 64 tunnels"), said);
    }
}
