package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.live.EndCause;
import dev.bastion.live.LiveGrant;
import dev.bastion.policy.Grant;
import dev.bastion.policy.SessionEvent;
import java.time.Duration;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;

class GrantDecidesWhatACertificateOpensTest extends OneHouse {
    @Test
    void opensNoTargetOutsideTheGrant() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        String said = refusedDirect("deploy@prod-web-1", bastion.certificate("alice"));
        assertTrue(said.contains("you have no access to prod-web-1 now\nhint: "), said);
        assertEquals(0, web.connections());
    }

    @Test
    void opensNoLoginOutsideTheGrant() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        String said = refusedDirect("deploy@prod-db-1", bastion.certificate("alice"));
        assertTrue(said.contains("your grant for prod-db-1 is for postgres, not for \"deploy\""), said);
        assertEquals(0, database.connections());
    }

    @Test
    void leavesTheCertificateGoodForAnotherGrant() throws Exception {
        Grant first = bastion.granted("alice", "prod-db-1", "postgres");
        Grant second = bastion.granted("alice", "prod-web-1", "deploy");
        Certificate certificate = bastion.certificate("alice");
        bastion.decide(bastion.desk.revoke("carol", first.id(), "because"));
        refusedDirect("postgres@prod-db-1", certificate);
        Peer alice = client.certified(second.login() + "@prod-web-1", bastion.key("alice"), certificate);
        running(channel(alice, web.accept(), Peer.WINDOW, Peer.PACKET), "id");
    }

    @Test
    void endsWhatRunsWhenTheGrantIsRevoked() throws Exception {
        Channel channel = running(channel(), "id");
        long grant = bastion.journal.state().openGrants().get(0).id();
        bastion.decide(bastion.desk.revoke("carol", grant, "because"));
        assertTrue(channel.client().awaitEnd().endsWith("was revoked by carol"));
        channel.target().awaitEnd();
    }

    @Test
    void passesNoByteAfterTheEndAlsoWithoutATimer() throws Exception {
        Channel channel = running(channel(), "cat");
        bastion.clock.forward(Duration.ofMinutes(45));
        channel.client().data(atBastion(channel), "too late");
        String said = channel.client().awaitEnd();
        assertTrue(said.contains("expired at"), said);
        channel.target().awaitEnd();
        assertTrue(channel.target().isQuiet());
    }

    @Test
    void passesNoByteOfTheTargetAfterTheEnd() throws Exception {
        Channel channel = running(channel(), "cat");
        bastion.clock.forward(Duration.ofMinutes(45));
        channel.target().data(atBastion(channel), "too late");
        channel.client().awaitEnd();
        assertTrue(channel.client().isQuiet());
    }

    @Test
    void opensNoChannelAfterTheEndOnALivingConnection() throws Exception {
        Peer alice = alice();
        database.accept();
        bastion.clock.forward(Duration.ofMinutes(45));
        alice.open("session", 7, Peer.WINDOW, Peer.PACKET);
        alice.awaitEnd();
    }

    @Test
    void opensNothingWhenTheGrantEndsWhileTheClientAuthenticates() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Certificate certificate = bastion.certificate("alice");
        Peer peer = client.connect();
        RawClient.offer(peer, "postgres@prod-db-1", certificate.typeName(), certificate.blob());
        peer.next(SshConstants.SSH_MSG_USERAUTH_PK_OK);
        bastion.clock.forward(Duration.ofMinutes(45));
        RawClient.showCertificate(peer, "postgres@prod-db-1", certificate.blob(), bastion.key("alice"));
        peer.awaitEnd();
        assertEquals(0, database.connections());
        assertTrue(bastion.journal.events().stream().noneMatch(SessionEvent.SessionOpened.class::isInstance));
    }

    @Test
    void startsNothingUnderAGateThatIsMarked() throws Exception {
        Grant grant = bastion.granted("alice", "prod-db-1", "postgres");
        Certificate certificate = bastion.certificate("alice");
        LiveGrant gate = bastion.live.find(grant.id()).orElseThrow();
        // As revoked in memory while the ledger has not taken it yet.
        bastion.live.end(grant.id(), EndCause.GRANT_REVOKED, "grant was revoked by carol");
        assertTrue(gate.ended().isPresent());
        refusedDirect("postgres@prod-db-1", certificate);
        assertTrue(bastion.journal.events().stream().noneMatch(SessionEvent.SessionOpened.class::isInstance));
    }

    @Test
    void startsNothingWhileTheLedgerTakesNoEvents() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Certificate certificate = bastion.certificate("alice");
        bastion.journal.accepting(false);
        String said = refusedDirect("postgres@prod-db-1", certificate);
        assertTrue(said.contains("the ledger takes no entries"), said);
        assertEquals(0, database.connections());
    }

    @Test
    void endsAccessOfAPersonWhoWasRemovedAtTheNextTunnel() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        assertEquals("", RawClient.tunnel(alice, 1, "prod-db-1", database.port()));
        alice.next(SshConstants.SSH_MSG_CHANNEL_DATA);
        bastion.remove("alice");
        RawClient.askForTunnel(alice, 2, "prod-db-1", database.port());
        Peer.Message answer = alice.next();
        while (answer.number() == SshConstants.SSH_MSG_CHANNEL_DATA) {
            answer = alice.next();
        }
        assertEquals(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, answer.number());
    }

    private String refusedDirect(String user, Certificate certificate) throws Exception {
        Peer peer = client.connect();
        RawClient.showCertificate(peer, user, certificate.blob(), bastion.key("alice"));
        String said = peer.next(SshConstants.SSH_MSG_USERAUTH_BANNER).text();
        peer.awaitEnd();
        return said;
    }
}
