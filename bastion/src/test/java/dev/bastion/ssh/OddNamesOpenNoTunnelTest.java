package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddNamesOpenNoTunnelTest extends OneHouse {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault-1",
                "no-such-host",
                "127.0.0.1",
                "2130706433",
                "0x7f000001",
                "::1",
                "localhost",
                "bastion",
                "prod-db-1..",
                ".prod-db-1",
                "prod-db-1%lo",
                "prod-db-1@prod-db-1",
                "postgres@prod-db-1",
                "prod-db-1\u0000",
                "prod-db-1\n",
                " prod-db-1",
                "рrod-db-1",
                "prod‐db-1",
                "PROD-DB-١",
                "ＰROD-DB-1",
                "*",
                "prod-*",
                "../prod-db-1",
                ""
            })
    void thatAreNoTarget(String name) throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        String refusal = RawClient.tunnel(alice, 1, name, database.port());
        String known = RawClient.tunnel(alice, 2, "vault-1", web.port());
        // Whatever it is, it is refused in the one sentence of a target that one may not ask for.
        assertEquals(
                known.substring(known.indexOf("vault-1") + "vault-1".length()),
                refusal.substring(refusal.length() - (known.length() - known.indexOf("vault-1") - "vault-1".length())));
        assertTrue(refusal.chars().noneMatch(c -> c != '\n' && Character.isISOControl(c)), refusal);
        assertEquals(0, database.connections());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod-db-1", "PROD-DB-1.", "Prod-Db-1", "db1", "DB1."})
    void butThoseThatTheTargetHas(String name) throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        assertEquals("", RawClient.tunnel(alice, 1, name, database.port()));
    }

    @Test
    void norAnotherPort() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer alice = client.certified("bastion", bastion.key("alice"), bastion.certificate("alice"));
        int right = database.port();
        for (long port : new long[] {22, right - 1, 0, 0xffffffffL, right + 65536, right + (1L << 31)}) {
            assertTrue(!RawClient.tunnel(alice, 1, "prod-db-1", port).isEmpty());
        }
        assertEquals(0, database.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a@b@prod-db-1", "postgres@db1@prod-db-1", "@prod-db-1", "Postgres@prod-db-1", "%u@prod-db-1"})
    void norOddLogins(String user) throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Peer peer = client.connect();
        RawClient.showCertificate(peer, user, bastion.certificate("alice").blob(), bastion.key("alice"));
        String said = peer.next(SshConstants.SSH_MSG_USERAUTH_BANNER).text();
        assertTrue(
                said.contains("your grant for prod-db-1 is for postgres, not for \""
                        + user.substring(0, user.lastIndexOf('@'))),
                said);
        peer.awaitEnd();
        assertEquals(0, database.connections());
    }
}
