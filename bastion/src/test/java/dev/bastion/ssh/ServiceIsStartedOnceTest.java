package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceIsStartedOnceTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private SshServer server;
    private SshClient client;

    @BeforeEach
    void connects() throws Exception {
        MinaSecurity.install();
        KeyPair hostKey = KeyPairGenerator.getInstance("EC").generateKeyPair();
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> false);
        server.setSessionFactory(new SessionFactory(server) {
            @Override
            protected ServerSessionImpl doCreateSession(IoSession io) throws Exception {
                return new OneLoginSession(getFactoryManager(), io) {};
            }
        });
        server.start();
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((session, address, key) -> true);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.start();
    }

    @AfterEach
    void closes() throws IOException {
        client.stop();
        server.stop(true);
    }

    @Test
    void endsTheConnectionThatAsksForTheLoginAgain() throws IOException {
        ClientSession session = connected();
        ask(session, "ssh-userauth");
        assertTrue(happens(session, ClientSessionEvent.CLOSED));
    }

    @Test
    void endsTheConnectionThatAsksForTheServiceBehindTheLogin() throws IOException {
        ClientSession session = connected();
        ask(session, "ssh-connection");
        assertTrue(happens(session, ClientSessionEvent.CLOSED));
    }

    /** The client has asked for its login by itself, and may go on with it. */
    private ClientSession connected() throws IOException {
        ClientSession session = client.connect("mallory", "127.0.0.1", server.getPort())
                .verify(LONG)
                .getSession();
        assertTrue(happens(session, ClientSessionEvent.WAIT_AUTH));
        return session;
    }

    private static void ask(ClientSession session, String service) throws IOException {
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_SERVICE_REQUEST, 32);
        request.putString(service);
        session.writePacket(request);
    }

    private static boolean happens(ClientSession session, ClientSessionEvent event) {
        Set<ClientSessionEvent> seen = session.waitFor(EnumSet.of(event), LONG);
        return seen.contains(event);
    }
}
