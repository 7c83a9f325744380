package dev.bastion.ssh;

import dev.bastion.policy.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SSH client that connects onward to targets.
 *
 * <p>It opens nothing at a target's wish: no channel factories, no global handlers. A target is believed by its pinned
 * key, or by a certificate of the authority that the policy names for it, and by nothing else. Thread-safe.
 */
final class TargetClient {
    private static final Logger LOG = LoggerFactory.getLogger(TargetClient.class);
    private static final AttributeKey<Target> TARGET = new AttributeKey<>();

    private final Client client =
            (Client) ClientBuilder.builder().factory(Client::new).build(true);

    TargetClient(IoGroup group, Keepalive keepalive) {
        Settings.apply(client, group);
        Algorithms.offerToTargets(client);
        CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, "Bastion");
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setServiceFactories(List.of(OnwardAuth.factory(), RelayService.factory()));
        client.setChannelFactories(List.of());
        client.setGlobalRequestHandlers(List.of());
        client.setAgentFactory(null);
        client.setServerKeyVerifier((session, address, key) -> isTheTarget(session, key));
        client.setSessionFactory(new SessionFactory(client) {
            @Override
            protected ClientSessionImpl doCreateSession(IoSession ioSession) throws Exception {
                AttributeRepository context = (AttributeRepository) ioSession.getAttribute(AttributeRepository.class);
                return new OnwardSession(getFactoryManager(), ioSession, context.getAttribute(TARGET), keepalive);
            }
        });
        client.start();
    }

    /** Begins TCP and key exchange with a target; completes when the TCP connection stands. */
    CompletionStage<OnwardSession> connect(Target target, InetAddress address) {
        CompletableFuture<OnwardSession> connected = new CompletableFuture<>();
        try {
            client.connect(target, address).addListener(future -> {
                if (future.isConnected()) {
                    connected.complete((OnwardSession) future.getClientSession());
                } else {
                    connected.completeExceptionally(future.getException());
                }
            });
        } catch (IOException | RuntimeException e) {
            connected.completeExceptionally(e);
        }
        return connected;
    }

    void close() {
        client.stop();
    }

    private static boolean isTheTarget(ClientSession session, PublicKey key) {
        Target target = ((OnwardSession) session).target();
        boolean known = key instanceof OpenSshCertificate certificate
                ? target.hostAuthorities().stream()
                        .anyMatch(authority -> same(authority.blob(), MinaKeys.blob(certificate.getCaPubKey())))
                : target.hostKeys().stream().anyMatch(pinned -> same(pinned.blob(), MinaKeys.blob(key)));
        if (!known) {
            LOG.error("{} at {} showed a host key that is not the target's", target.name(), target.address());
        }
        return known;
    }

    private static boolean same(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }

    /** Gives access to the one connect method of MINA that does not look the name up again. */
    private static final class Client extends SshClient {
        ConnectFuture connect(Target target, InetAddress address) throws IOException {
            HostConfigEntry entry = new HostConfigEntry();
            entry.setIdentitiesOnly(true);
            return doConnect(
                    "",
                    new InetSocketAddress(address, target.port()),
                    AttributeRepository.ofKeyValuePair(TARGET, target),
                    null,
                    KeyIdentityProvider.EMPTY_KEYS_PROVIDER,
                    entry);
        }
    }
}
