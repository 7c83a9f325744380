package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Ed25519Pair;
import java.io.IOException;
import java.security.SecureRandom;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;

class UnknownKeyMaySignOnAndNothingElseTest extends OneHouse {
    private static final String KEY_TYPE = "ssh-ed25519";

    private final Ed25519Pair nobodys = Ed25519Pair.generate(new SecureRandom());

    @Override
    TestBastion start() throws IOException {
        return TestBastion.startTakingNewcomers(directory, database, web);
    }

    /** As OpenSSH does: a key, after its partial success all keys again, and then keyboard-interactive. */
    private Peer newcomer() throws IOException, InterruptedException {
        Peer peer = client.connect();
        RawClient.offer(peer, "me", KEY_TYPE, nobodys.sshKey().blob());
        peer.next(SshConstants.SSH_MSG_USERAUTH_PK_OK);
        partial(peer);
        RawClient.offer(peer, "me", KEY_TYPE, nobodys.sshKey().blob());
        Peer.Message refused = peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE);
        assertEquals("publickey,keyboard-interactive", refused.text());
        assertFalse(refused.content().getBoolean());
        interactive(peer, "me");
        peer.next(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
        peer.send(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, message -> message.putUInt(0));
        RawClient.accepted(peer);
        return peer;
    }

    private void partial(Peer peer) throws IOException, InterruptedException {
        RawClient.authenticate(peer, "me", KEY_TYPE, nobodys.sshKey().blob(), nobodys);
        Peer.Message partial = peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE);
        assertEquals("publickey,keyboard-interactive", partial.text());
        assertTrue(partial.content().getBoolean());
    }

    private static void interactive(Peer peer, String user) throws IOException {
        peer.send(SshConstants.SSH_MSG_USERAUTH_REQUEST, message -> {
            message.putString(user);
            message.putString("ssh-connection");
            message.putString("keyboard-interactive");
            message.putString("");
            message.putString("");
        });
    }

    private static long session(Peer peer, long number) throws IOException, InterruptedException {
        peer.open("session", number, Peer.WINDOW, Peer.PACKET);
        return peer.next(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, number)
                .content()
                .getUInt();
    }

    @Test
    void itRunsWhatNewcomersMayAndTheConnectionEnds() throws Exception {
        Peer peer = newcomer();
        peer.exec(session(peer, 3), "login");
        peer.next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 3);
        assertEquals(nobodys.sshKey().fingerprint() + " ran login", peer.nextData(3));
        peer.awaitEnd();
    }

    @Test
    void itRunsOneCommandOnly() throws Exception {
        Peer peer = newcomer();
        long first = session(peer, 3);
        long second = session(peer, 4);
        peer.exec(first, "login");
        peer.next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 3);
        peer.nextData(3);
        peer.exec(second, "login");
        for (Peer.Message message = peer.next(); ; message = peer.next()) {
            assertFalse(message.number() == SshConstants.SSH_MSG_CHANNEL_DATA, message::toString);
            if (message.number() == SshConstants.SSH_MSG_CHANNEL_CLOSE
                    && message.content().getUInt() == 4) {
                return;
            }
        }
    }

    @Test
    void itReachesNoTarget() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer peer = newcomer();
        assertEquals(
                "your key is nobody's here yet\nhint: sign on first: ssh bastion login",
                RawClient.tunnel(peer, 1, "prod-db-1", database.port()));
        assertEquals(
                "your key is nobody's here yet\nhint: sign on first: ssh bastion login",
                RawClient.tunnel(peer, 2, "no-such-host", 22));
        assertEquals(0, database.connections());
    }

    @Test
    void itOpensNothingElse() throws Exception {
        Peer peer = newcomer();
        for (String type : new String[] {"x11", "forwarded-tcpip", "direct-streamlocal@openssh.com"}) {
            peer.open(type, 5, Peer.WINDOW, Peer.PACKET);
            peer.next(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 5);
        }
    }

    @Test
    void aKeyIsNotBelievedWithoutItsSignature() throws Exception {
        Peer peer = client.connect();
        RawClient.offer(peer, "me", KEY_TYPE, nobodys.sshKey().blob());
        peer.next(SshConstants.SSH_MSG_USERAUTH_PK_OK);
        interactive(peer, "me");
        RawClient.refused(peer);
        RawClient.authenticate(peer, "me", KEY_TYPE, nobodys.sshKey().blob(), Ed25519Pair.generate(new SecureRandom()));
        RawClient.refused(peer);
    }

    @Test
    void aPersonsKeyBehindAnUnknownOneIsFound() throws Exception {
        Peer peer = client.connect();
        partial(peer);
        RawClient.authenticate(
                peer, "me", KEY_TYPE, bastion.key("alice").sshKey().blob(), bastion.key("alice"));
        RawClient.accepted(peer);
        peer.exec(session(peer, 3), "whoami");
        peer.next(SshConstants.SSH_MSG_CHANNEL_SUCCESS, 3);
        assertEquals("alice ran whoami", peer.nextData(3));
    }

    @Test
    void nobodyComesInWithoutHavingShownAKey() throws Exception {
        Peer peer = client.connect();
        interactive(peer, "me");
        Peer.Message refused = peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE);
        assertEquals("publickey", refused.text());
        assertFalse(refused.content().getBoolean());
    }

    @Test
    void theDirectFormTakesNoNewcomers() throws Exception {
        Peer peer = client.connect();
        RawClient.offer(peer, "postgres@prod-db-1", KEY_TYPE, nobodys.sshKey().blob());
        assertEquals(
                "publickey", peer.next(SshConstants.SSH_MSG_USERAUTH_FAILURE).text());
    }
}
