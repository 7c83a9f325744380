package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;

class SourcesAndSessionsAreLimitedTest extends OneHouse {
    @Test
    void refusesTheDirectFormFromElsewhere() throws Exception {
        bastion.rule("sources: [10.20.0.0/16, \"2001:db8::/32\"]");
        bastion.granted("alice", "prod-db-1", "postgres");
        String said = refused("postgres@prod-db-1");
        assertTrue(said.contains("access to prod-db-1 is not open to connections from 127.0.0.1\nhint: "), said);
        assertTrue(!said.contains("10.20"), said);
        assertEquals(0, database.connections());
    }

    @Test
    void refusesATunnelFromElsewhere() throws Exception {
        bastion.rule("sources: [10.20.0.0/16]");
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        // It opens, so that the inner server can say why not; nothing is dialled.
        assertEquals("", RawClient.tunnel(alice, 1, "prod-db-1", database.port()));
        alice.next(SshConstants.SSH_MSG_CHANNEL_DATA);
        assertEquals(0, database.connections());
    }

    @Test
    void opensFromANetworkThatTheRuleNames() throws Exception {
        bastion.rule("sources: [10.20.0.0/16, 127.0.0.0/8]");
        running(channel(), "id");
    }

    @Test
    void opensNoMoreSessionsAtOnceThanTheRuleAllows() throws Exception {
        bastion.rule("sessions: 1");
        Channel first = running(channel(), "id");
        String said = refused("postgres@prod-db-1");
        assertTrue(
                said.contains("a session is open under grant g-1, which is as many as its rule allows at once\n"),
                said);
        first.client().session().close(true);
        awaitCauses("client-left");
        Peer alice = client.certified("postgres@prod-db-1", bastion.key("alice"), bastion.certificate("alice"));
        running(channel(alice, database.accept(), Peer.WINDOW, Peer.PACKET), "id");
    }
}
