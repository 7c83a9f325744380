package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.CertificateChecker;
import dev.bastion.certs.Faces;
import dev.bastion.certs.HostCredential;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.TargetCredential;
import dev.bastion.control.Caller;
import dev.bastion.control.CommandChannel;
import dev.bastion.control.Newcomer;
import dev.bastion.credential.SecretFetcher;
import dev.bastion.factor.SecondFactors;
import dev.bastion.live.LiveGrants;
import dev.bastion.live.Proof;
import dev.bastion.live.Revocations;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.ForbiddenAddresses;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.recorder.Recorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SSH side of the bastion: the outer server that people reach, the inner server in its tunnels, the client that
 * connects onward, and the threads of them all. Thread-safe.
 */
public final class SshBastion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SshBastion.class);
    private static final long REFUSALS_SECONDS = 10;
    private static final long LAST_WORDS_MILLIS = 1_000;
    /** How long a vault's program may take; a target waits longer for a login. */
    static final Duration SECRET = Duration.ofSeconds(10);

    /**
     * How it listens and what it says.
     *
     * @param listen where people connect; port 0 takes a free one
     * @param demo whether every banner says so
     * @param forbidden where no target may live, asked again once a name has been looked up
     * @param onwardSource the address that onward certificates are bound to; none where it is not fixed
     * @param shellLine the line that a shell begins with; empty for the usual one, {@code none} for silence
     * @param digests whether files and long streams are digested
     * @param keepalive how long a person or a target may be silent before they are asked whether they are still there
     */
    public record Options(
            InetSocketAddress listen,
            boolean demo,
            ForbiddenAddresses forbidden,
            Optional<InetAddress> onwardSource,
            String shellLine,
            boolean digests,
            Duration keepalive) {
        public Options {
            requireNonNull(listen, "listen is null");
            requireNonNull(forbidden, "forbidden is null");
            requireNonNull(onwardSource, "onwardSource is null");
            requireNonNull(shellLine, "shellLine is null");
            requireNonNull(keepalive, "keepalive is null");
        }
    }

    /**
     * What decides over access.
     *
     * @param bastion the name of this one among those that share the ledger
     * @param newcomers what runs for those whose key is nobody's yet; without it they do not come in
     */
    public record Access(
            String bastion,
            PolicyHolder policy,
            AccessJournal journal,
            Consumer<AccessEvent> ends,
            AccessDesk desk,
            GrantTokenVerifier tokens,
            LiveGrants grants,
            Revocations revocations,
            SecondFactors factors,
            Optional<NewcomerCommands> newcomers) {
        public Access {
            requireNonNull(bastion, "bastion is null");
            requireNonNull(policy, "policy is null");
            requireNonNull(journal, "journal is null");
            requireNonNull(ends, "ends is null");
            requireNonNull(desk, "desk is null");
            requireNonNull(tokens, "tokens is null");
            requireNonNull(grants, "grants is null");
            requireNonNull(revocations, "revocations is null");
            requireNonNull(factors, "factors is null");
            requireNonNull(newcomers, "newcomers is null");
        }
    }

    /**
     * The certificates that are checked, shown and used.
     *
     * @param kept what opens logins that no certificate opens
     */
    public record Credentials(
            CertificateChecker checker,
            HostCredential host,
            Faces faces,
            OnwardCredentials onward,
            List<TargetCredential> kept) {
        public Credentials {
            requireNonNull(checker, "checker is null");
            requireNonNull(host, "host is null");
            requireNonNull(faces, "faces is null");
            requireNonNull(onward, "onward is null");
            kept = List.copyOf(kept);
        }
    }

    /** Runs what somebody may who is nobody here yet, and answers its exit status; may wait. */
    @FunctionalInterface
    public interface NewcomerCommands {
        int run(Newcomer newcomer, String commandLine, CommandChannel channel);
    }

    /** Runs a control command for a caller and answers its exit status; may wait. */
    @FunctionalInterface
    public interface Commands {
        int run(Caller caller, String commandLine, CommandChannel channel);
    }

    private final IoGroup group;
    private final TargetClient client;
    private final InnerServer inner;
    private final OuterServer outer;
    private final TunnelDesk desk;
    private final InetSocketAddress listen;

    private SshBastion(
            Options options, Access access, Credentials credentials, Recorder recorder, Commands commands, Clock clock)
            throws IOException {
        MinaSecurity.install();
        this.listen = options.listen();
        this.group = new IoGroup(Math.max(2, Runtime.getRuntime().availableProcessors()));
        Keepalive keepalive = Keepalive.every(options.keepalive(), group.timer(), group.tasks());
        this.client = new TargetClient(group, keepalive);
        Gatekeeper gatekeeper =
                new Gatekeeper(access.policy(), access.journal(), credentials.checker(), access.revocations(), clock);
        this.desk = new TunnelDesk(access.policy(), access.journal(), access.tokens(), gatekeeper, clock);
        Executor blocking = task -> Thread.ofVirtual().name("blocking").start(task);
        TerminalLines lines = new TerminalLines(options.shellLine(), options.demo(), clock);
        OpenLogins openLogins = new OpenLogins();
        LiveServices services = new LiveServices(
                access.bastion(),
                access.journal(),
                access.ends(),
                access.grants(),
                access.revocations(),
                recorder,
                credentials.onward(),
                new OnwardLogins(credentials.kept(), new SecretFetcher(SECRET), blocking),
                new TargetTrust(access.journal(), clock),
                openLogins,
                options.onwardSource(),
                lines,
                new Farewells(),
                options.digests(),
                clock,
                group.tasks(),
                group.timer());
        SessionMaker maker = new SessionMaker(
                desk,
                access.desk(),
                new ProofDesk(access.desk(), access.journal(), access.factors()),
                credentials.faces(),
                services,
                new AddressBook(blocking, options.forbidden()),
                new DialLimits(group.tasks()),
                client);
        this.inner = new InnerServer(maker, group);
        RefusalCounter refusals = new RefusalCounter(clock);
        this.outer = new OuterServer(
                options.listen(),
                credentials.host(),
                gatekeeper,
                new Doorkeeper(
                        maker,
                        refusals,
                        lines,
                        new Visits(access.journal(), access.desk()),
                        access.newcomers().isPresent(),
                        group.timer()),
                desk,
                inner,
                openLogins,
                commands::run,
                (newcomer, line, channel) -> access.newcomers()
                        .map(all -> all.run(newcomer, line, channel))
                        .orElse(1),
                keepalive,
                group);
        group.timer()
                .scheduleWithFixedDelay(
                        () -> report(refusals, access.journal()), REFUSALS_SECONDS, REFUSALS_SECONDS, TimeUnit.SECONDS);
    }

    private static void report(RefusalCounter refusals, AccessJournal journal) {
        List<AccessEvent> due = refusals.due();
        if (!due.isEmpty()) {
            journal.append(due).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn(
                            "refused logins of {} addresses are not in the ledger: {}", due.size(), failure.toString());
                }
            });
        }
    }

    /** Starts to listen. */
    public static SshBastion start(
            Options options, Access access, Credentials credentials, Recorder recorder, Commands commands, Clock clock)
            throws IOException {
        SshBastion bastion = new SshBastion(options, access, credentials, recorder, commands, clock);
        bastion.outer.start();
        return bastion;
    }

    /** Opens nothing new from now on; what lives goes on. */
    public void goDown() {
        desk.goDown();
    }

    /**
     * Closes the connections that this person has now, after the moment that the last words of their sessions take. Opens
     * nothing of theirs meanwhile: whoever calls has written down already that they are shut out.
     */
    public void cut(String person) {
        cut(proof -> proof.person().equals(person));
    }

    /** The same of the connections that were proved by such. */
    public void cut(Predicate<Proof> provedBy) {
        List<OuterConnection> connections = outer.connections(provedBy);
        group.timer()
                .schedule(() -> connections.forEach(OuterConnection::cut), LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The port that people connect to. */
    public int port() {
        return outer.port();
    }

    /**
     * Runs the code of a login on both sides until the JVM has compiled it, with connections to itself that prove
     * nothing; otherwise the first people of the day wait for the compiler. Blocks.
     *
     * @param own the outer server's host key
     */
    public void warmUp(SshPublicKey own) {
        new WarmUp(client, new InetSocketAddress(listen.getAddress(), port()), own).run();
    }

    @Override
    public void close() throws IOException {
        outer.close();
        inner.close();
        client.close();
        group.close();
    }

    /** What happens at the door: the direct form goes to its target, everybody else gets tunnels and commands. */
    private record Doorkeeper(
            SessionMaker maker,
            RefusalCounter refusals,
            TerminalLines lines,
            Visits visits,
            boolean takesNewcomers,
            ScheduledExecutorService timer)
            implements OuterAuth.Admission {
        @Override
        public void admit(ServerSessionImpl session, Newcomer newcomer) {
            NewcomerConnection.begin(session, newcomer, timer);
        }

        @Override
        public CompletionStage<Beginning> admit(ServerSessionImpl session, String user, Identity identity) {
            new OuterConnection(session, identity);
            visits.by(identity.person());
            int at = user.lastIndexOf('@');
            return at < 0
                    ? CompletableFuture.completedFuture(new Beginning.Begun())
                    : maker.beginDirect(session, identity, user.substring(0, at), user.substring(at + 1));
        }

        @Override
        public CompletionStage<Optional<String>> show(Identity identity, String typed) {
            return maker.proofs().show(identity, typed);
        }

        @Override
        public String banner(String sentence) {
            return lines.banner(sentence);
        }

        @Override
        public void refused(InetSocketAddress source) {
            refusals.refused(source.getAddress());
        }
    }
}
