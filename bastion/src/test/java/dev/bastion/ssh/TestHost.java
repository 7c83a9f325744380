package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.SshPublicKey;
import java.io.IOException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerUserAuthService;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/**
 * A target whose every word after authentication is the test's: it accepts whoever comes, hands each connection to the test
 * as a {@link Peer}, and answers nothing by itself. Listens on loopback, on a free port. Thread-safe.
 */
final class TestHost implements AutoCloseable {
    private final Ed25519Pair key = Ed25519Pair.generate(new SecureRandom());
    private final SshServer server = SshServer.setUpDefaultServer();
    private final BlockingQueue<Peer> authenticated = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger logins = new AtomicInteger();
    private volatile boolean welcoming = true;
    private volatile Set<SshPublicKey> authorities = Set.of();

    private final Semaphore made = new Semaphore(0);

    private TestHost() {
        MinaSecurity.install();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(MinaKeys.keyPair(key)));
        server.setPublickeyAuthenticator((user, key, session) -> welcoming && isTrusted(key));
        server.setServiceFactories(
                List.of(new CountedLogins(logins), RawService.factory("ssh-connection", this::accepted)));
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                connections.incrementAndGet();
                made.release();
            }
        });
    }

    /** Starts to listen. */
    static TestHost start() throws IOException {
        TestHost host = new TestHost();
        host.server.start();
        return host;
    }

    int port() {
        return server.getPort();
    }

    /** Its host key as a policy pins it. */
    String hostKey() {
        return key.sshKey().line();
    }

    /** How many TCP connections there have been. */
    int connections() {
        return connections.get();
    }

    /** How many requests to log in there have been, of whatever method. */
    int logins() {
        return logins.get();
    }

    /** From now on no login is accepted. */
    void refuseLogins() {
        welcoming = false;
    }

    /** From now on only certificates of these are accepted; none lets everybody in. */
    void trustOnly(SshPublicKey... trusted) {
        authorities = Set.of(trusted);
    }

    private boolean isTrusted(PublicKey shown) {
        Set<SshPublicKey> trusted = authorities;
        return trusted.isEmpty()
                || (shown instanceof OpenSshCertificate certificate
                        && trusted.stream()
                                .anyMatch(key -> Arrays.equals(key.blob(), MinaKeys.blob(certificate.getCaPubKey()))));
    }

    /** Waits until there have been that many. */
    void awaitConnections(int count) throws InterruptedException {
        assertTrue(made.tryAcquire(count, 10, TimeUnit.SECONDS), "fewer connections came");
    }

    /** The next connection that has authenticated. */
    Peer accept() throws InterruptedException {
        Peer peer = authenticated.poll(10, TimeUnit.SECONDS);
        assertNotNull(peer, "no connection came");
        return peer;
    }

    private Peer accepted(AbstractSession session) {
        Peer peer = new Peer(session);
        authenticated.add(peer);
        return peer;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static final class CountedLogins extends ServerUserAuthServiceFactory {
        private final AtomicInteger count;

        CountedLogins(AtomicInteger count) {
            this.count = count;
        }

        @Override
        public Service create(Session session) throws IOException {
            return new ServerUserAuthService(session) {
                @Override
                public synchronized void process(int cmd, Buffer buffer) throws Exception {
                    if (cmd == SshConstants.SSH_MSG_USERAUTH_REQUEST) {
                        count.incrementAndGet();
                    }
                    super.process(cmd, buffer);
                }
            };
        }
    }
}
