package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Onward;
import dev.bastion.config.TargetCredential;
import dev.bastion.credential.SecretFetcher;
import dev.bastion.enrol.HostProbe;
import dev.bastion.enrol.ShownKey;
import dev.bastion.policy.ForbiddenAddresses;
import dev.bastion.policy.OldAlgorithm;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Looks at hosts as a session's onward connection would, on threads of its own, which end with each look: administrators
 * look seldom, and nobody's session waits for a host that does not answer. Thread-safe.
 */
public final class OnwardProbe implements HostProbe {
    private static final long LONGEST_SECONDS = 30;
    private static final Duration KEEPALIVE = Duration.ofMinutes(1);

    private final ForbiddenAddresses forbidden;
    private final OnwardLogins logins;

    /**
     * A probe.
     *
     * @param forbidden where no target may live, asked once a name has been looked up
     * @param kept what opens logins that no certificate does
     */
    public OnwardProbe(ForbiddenAddresses forbidden, List<TargetCredential> kept) {
        this.forbidden = requireNonNull(forbidden, "forbidden is null");
        this.logins = new OnwardLogins(kept, new SecretFetcher(SshBastion.SECRET), Runnable::run);
    }

    @Override
    public List<ShownKey> keys(String host, int port, Set<OldAlgorithm> old) throws IOException {
        MinaSecurity.install();
        InetAddress address = addressOf(host);
        try (IoGroup group = new IoGroup(1);
                KeyScan scan = new KeyScan(group, new InetSocketAddress(address, port), old)) {
            List<ShownKey> keys = scan.all();
            if (keys.isEmpty()) {
                throw new IOException(
                        "nothing that speaks SSH as we do answers at %s".formatted(new HostPort(host, port)));
            }
            return keys;
        }
    }

    @Override
    public void login(Target target, String login, Function<Optional<InetAddress>, Onward> made) throws IOException {
        MinaSecurity.install();
        InetAddress address = addressOf(target.address());
        try (IoGroup group = new IoGroup(1)) {
            TargetClient client = new TargetClient(group, Keepalive.every(KEEPALIVE, group.timer(), group.tasks()));
            try {
                OnwardSession session = waited(client.connect(target, address));
                logIn(
                        session,
                        login,
                        waited(logins.of(
                                target.name(),
                                login,
                                () -> CompletableFuture.completedFuture(made.apply(localAddress(session))))));
            } catch (IOException | ExecutionException | TimeoutException failure) {
                throw new IOException(OnwardProblem.sentence(target.name(), login, causeOf(failure)), failure);
            } finally {
                client.close();
            }
        }
    }

    private static void logIn(OnwardSession session, String login, OnwardLogin with) throws IOException {
        try {
            session.setUsername(login);
            session.login(with);
            session.auth().verify(Duration.ofSeconds(LONGEST_SECONDS));
        } finally {
            session.loggedIn();
            session.close(true);
        }
    }

    private InetAddress addressOf(String host) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IOException("the name '%s' leads to no address".formatted(host), unknown);
        }
        Optional<String> refusal = forbidden.refusal(address);
        if (refusal.isPresent()) {
            throw new IOException("'%s' %s".formatted(host, refusal.get()));
        }
        return InetAddress.getByAddress(host, address.getAddress());
    }

    private static Optional<InetAddress> localAddress(OnwardSession session) {
        return session.getIoSession().getLocalAddress() instanceof InetSocketAddress local
                ? Optional.of(local.getAddress())
                : Optional.empty();
    }

    private static <T> T waited(CompletionStage<T> coming) throws IOException, ExecutionException, TimeoutException {
        try {
            return coming.toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static Throwable causeOf(Exception failure) {
        return failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
