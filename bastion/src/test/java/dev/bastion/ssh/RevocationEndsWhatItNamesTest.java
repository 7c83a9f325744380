package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.live.LiveSession;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Revocation;
import dev.bastion.policy.RevocationEvent.RevocationMade;
import dev.bastion.policy.RevocationKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RevocationEndsWhatItNamesTest extends OneHouse {

    private void revoke(RevocationKind kind, String what) {
        bastion.decide(bastion.desk.certificates().revoke("carol", kind, what, "laptop lost"));
    }

    @Test
    void endsWhatRunsWithASentenceAndTheConnection() throws Exception {
        Channel channel = running(channel(), "cat");

        revoke(RevocationKind.KEY, bastion.key("alice").sshKey().fingerprint());

        assertTrue(channel.client().awaitEnd().contains("your key was revoked by carol"));
        channel.target().awaitEnd();
    }

    @Test
    void closesAConnectionOnWhichNothingRuns() throws Exception {
        Peer alice = client.plain("alice", bastion.key("alice"));
        Peer bob = client.plain("bob", bastion.key("bob"));

        revoke(RevocationKind.KEY, bastion.key("alice").sshKey().fingerprint());

        alice.awaitEnd();
        assertTrue(bob.session().isOpen());
    }

    @Test
    void opensNothingAnyMoreAndSaysWhy() throws Exception {
        Grant grant = bastion.granted("alice", "prod-db-1", "postgres");
        Certificate certificate = bastion.certificate("alice");

        revoke(RevocationKind.KEY_ID, certificate.keyId());

        Peer peer = client.connect();
        RawClient.showCertificate(peer, grant.login() + "@prod-db-1", certificate.blob(), bastion.key("alice"));
        String said = peer.next(SshConstants.SSH_MSG_USERAUTH_BANNER).text();
        peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE);
        assertTrue(said.contains("this certificate has been revoked"), said);
        assertEquals(0, database.connections());
    }

    @Test
    void waitsForNoLedger() throws Exception {
        Channel channel = running(channel(), "cat");
        Certificate certificate = newest();

        bastion.revoker.atOnce(new RevocationMade(
                new Revocation(
                        RevocationKind.KEY_ID, certificate.keyId(), "carol", "laptop lost", bastion.clock.instant()),
                false));

        assertTrue(channel.client().awaitEnd().contains("your certificate was revoked by carol"));
        Peer peer = client.connect();
        RawClient.showCertificate(peer, "postgres@prod-db-1", certificate.blob(), bastion.key("alice"));
        peer.next(SshConstants.SSH_MSG_USERAUTH_BANNER);
        peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE);
    }

    @Test
    void endsEverySessionWhoseHostWasOpenedByARevokedAuthorityAndBeginsNone() throws Exception {
        Channel channel = running(channel(), "cat");
        Certificate onward = bastion.live.sessions().getFirst().onward().orElseThrow();

        revoke(RevocationKind.PERSON, "postgres");
        assertTrue(channel.client().session().isOpen(), "an account on a host is no person");
        revoke(RevocationKind.AUTHORITY, onward.authority().fingerprint());

        assertTrue(channel.client().awaitEnd().contains("the authority behind it was revoked by carol"));
        Grant grant = bastion.granted("alice", "prod-db-1", "postgres");
        Peer again = client.connect();
        RawClient.showCertificate(
                again,
                grant.login() + "@prod-db-1",
                bastion.certificate("alice").blob(),
                bastion.key("alice"));
        assertTrue(again.awaitEnd().contains("prod-db-1 could not be reached"));
        await(() -> bastion.live.sessions().isEmpty());
    }

    @Test
    void hostsAreToldOfTheCertificateThatOpenedThemForAsLongAsItIsGood() throws Exception {
        Channel channel = running(channel(), "cat");
        revoke(RevocationKind.PERSON, "alice");
        channel.target().awaitEnd();

        await(() -> bastion.revocations.withdrawn().size() == 1);
        Certificate onward = bastion.revocations.withdrawn().getFirst();
        assertTrue(onward.keyId().startsWith("person=alice grant=g-1 session=s-1"), onward::keyId);
    }

    @Test
    void ofAHundredOnlyTheRightOnesEnd() throws Exception {
        Grant grant = bastion.granted("alice", "prod-db-1", "postgres");
        Certificate first = bastion.certificate("alice");
        Certificate second = bastion.certificate("alice");
        List<Peer> lost = new ArrayList<>();
        List<Peer> kept = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            lost.add(client.certified(grant.login() + "@prod-db-1", bastion.key("alice"), first));
            kept.add(client.certified(grant.login() + "@prod-db-1", bastion.key("alice"), second));
        }
        await(() -> bastion.live.sessions().size() == 100);

        bastion.decide(bastion.desk.certificates().revokeCertificate("carol", first.serial(), "laptop lost"));

        for (Peer peer : lost) {
            peer.awaitEnd();
        }
        await(() -> bastion.live.sessions().size() == 50);
        assertTrue(bastion.live.sessions().stream()
                .map(LiveSession::proof)
                .allMatch(proof -> proof.certificate().orElseThrow().equals(second)));
        for (Peer peer : kept) {
            assertTrue(peer.session().isOpen());
        }
    }

    private Certificate newest() {
        return bastion.live.sessions().getFirst().proof().certificate().orElseThrow();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < until, "it does not come to pass");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
