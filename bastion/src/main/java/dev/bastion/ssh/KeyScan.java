package dev.bastion.ssh;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.enrol.ShownKey;
import dev.bastion.policy.OldAlgorithm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shakes hands with one host once for each kind of key that it offers, as ssh-keyscan does, and leaves before any login. A
 * key counts once its holder has signed this very exchange. For one thread; takes a minute at the most.
 */
final class KeyScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyScan.class);
    private static final long EACH_SECONDS = 12;
    private static final long ALL_SECONDS = 36;
    private static final AttributeKey<Look> LOOK = new AttributeKey<>();

    private final InetSocketAddress address;
    private final Set<OldAlgorithm> old;
    private final Client client =
            (Client) ClientBuilder.builder().factory(Client::new).build(true);

    /** One handshake: what it asks for, and what came of it. */
    private static final class Look {
        private final List<String> algorithms;
        private final CompletableFuture<PublicKey> key = new CompletableFuture<>();
        private volatile List<String> offered = List.of();

        Look(List<String> algorithms) {
            this.algorithms = algorithms;
        }
    }

    KeyScan(IoGroup group, InetSocketAddress address, Set<OldAlgorithm> old) {
        this.address = address;
        this.old = Set.copyOf(old);
        Settings.apply(client, group);
        Algorithms.offerToTargets(client);
        CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, "Bastion");
        // A certificate that is for another name is a fact to show; its key is looked at either way.
        CoreModuleProperties.ABORT_ON_INVALID_CERTIFICATE.set(client, false);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setChannelFactories(List.of());
        client.setGlobalRequestHandlers(List.of());
        client.setAgentFactory(null);
        client.setServerKeyVerifier((session, peer, key) -> {
            ((LookSession) session).look().key.complete(key);
            return false;
        });
        client.setSessionFactory(new SessionFactory(client) {
            @Override
            protected ClientSessionImpl doCreateSession(IoSession ioSession) throws Exception {
                AttributeRepository context = (AttributeRepository) ioSession.getAttribute(AttributeRepository.class);
                return new LookSession(getFactoryManager(), ioSession, context.getAttribute(LOOK), old);
            }
        });
        client.start();
    }

    /** Every key, certificates with the key that they are for; empty where nothing answered. */
    List<ShownKey> all() {
        Map<String, ShownKey> byKey = new LinkedHashMap<>();
        List<String> ours = Algorithms.hostKeyAlgorithms(old);
        Look first = look(ours);
        remember(first, byKey);
        Set<String> kinds = new LinkedHashSet<>();
        long begun = System.nanoTime();
        for (String algorithm : ours) {
            // Both rsa-sha2 names are of the same key.
            boolean time = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) < ALL_SECONDS;
            if (time && first.offered.contains(algorithm) && kinds.add(kindOf(algorithm))) {
                remember(look(List.of(algorithm)), byKey);
            }
        }
        return new ArrayList<>(byKey.values());
    }

    private static String kindOf(String algorithm) {
        return algorithm.replaceFirst("^rsa-sha2-(256|512)", "ssh-rsa");
    }

    private Look look(List<String> algorithms) {
        Look look = new Look(algorithms);
        try {
            client.connect(address, look).addListener(future -> connected(future, look));
            look.key.get(EACH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException none) {
            LOG.debug("no key of {} from {}: {}", algorithms, address, none.toString());
        }
        return look;
    }

    private static void connected(ConnectFuture future, Look look) {
        if (future.isConnected()) {
            future.getClientSession()
                    .addCloseFutureListener(closed -> look.key.completeExceptionally(new IOException("closed")));
        } else {
            look.key.completeExceptionally(
                    future.getException() == null ? new IOException("not connected") : future.getException());
        }
    }

    private static void remember(Look look, Map<String, ShownKey> byKey) {
        if (look.key.isCompletedExceptionally()) {
            return;
        }
        PublicKey shown = look.key.getNow(null);
        if (shown == null) {
            return;
        }
        try {
            ShownKey one = shownKey(shown);
            byKey.merge(
                    one.key().line(), one, (before, now) -> now.certificate().isPresent() ? now : before);
        } catch (MalformedKeyException | MalformedCertificateException unsound) {
            LOG.warn("a host showed a key that is unsound: {}", unsound.getMessage());
        }
    }

    private static ShownKey shownKey(PublicKey shown) throws MalformedKeyException, MalformedCertificateException {
        if (shown instanceof OpenSshCertificate certificate) {
            Certificate read = Certificate.parse(MinaKeys.blob(certificate));
            return new ShownKey(read.subject(), Optional.of(read));
        }
        return new ShownKey(SshPublicKey.parse(MinaKeys.blob(shown)), Optional.empty());
    }

    @Override
    public void close() {
        client.stop();
    }

    /** Offers just the algorithms of its look. */
    private static final class LookSession extends ClientSessionImpl {
        private final Look look;

        LookSession(ClientFactoryManager client, IoSession ioSession, Look look, Set<OldAlgorithm> old)
                throws Exception {
            super(client, ioSession);
            this.look = look;
            Algorithms.offerBesides(this, old);
        }

        Look look() {
            return look;
        }

        @Override
        protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
            return String.join(",", look.algorithms);
        }

        @Override
        protected Map<KexProposalOption, String> negotiate() throws Exception {
            String offered = getServerKexProposals().get(KexProposalOption.SERVERKEYS);
            look.offered = offered == null ? List.of() : List.of(offered.split(","));
            return super.negotiate();
        }
    }

    /** Gives access to the one connect method of MINA that does not look the name up again. */
    private static final class Client extends SshClient {
        ConnectFuture connect(InetSocketAddress address, Look look) throws IOException {
            HostConfigEntry entry = new HostConfigEntry();
            entry.setIdentitiesOnly(true);
            return doConnect(
                    "",
                    address,
                    AttributeRepository.ofKeyValuePair(LOOK, look),
                    null,
                    KeyIdentityProvider.EMPTY_KEYS_PROVIDER,
                    entry);
        }
    }
}
