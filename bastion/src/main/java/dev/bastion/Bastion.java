package dev.bastion;

import dev.bastion.authority.Authorities;
import dev.bastion.authority.KeyCabinet;
import dev.bastion.authority.SignerFollower;
import dev.bastion.certs.AccessIssuer;
import dev.bastion.certs.CertificateChecker;
import dev.bastion.certs.Faces;
import dev.bastion.certs.HostCredential;
import dev.bastion.certs.KrlFile;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.certs.SerialSource;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.HostFacts;
import dev.bastion.config.Installation;
import dev.bastion.config.Ledgers;
import dev.bastion.config.OwnPlace;
import dev.bastion.config.PolicyOnDisk;
import dev.bastion.config.Weaknesses;
import dev.bastion.control.ClientProfile;
import dev.bastion.control.ControlCommands;
import dev.bastion.control.ControlContext;
import dev.bastion.enrol.Joining;
import dev.bastion.enrol.LoginChecks;
import dev.bastion.factor.SecondFactors;
import dev.bastion.factor.SecretSeal;
import dev.bastion.http.HttpServer;
import dev.bastion.krl.KrlPublisher;
import dev.bastion.live.BootClock;
import dev.bastion.live.Deadlines;
import dev.bastion.live.LiveGrants;
import dev.bastion.live.Revocations;
import dev.bastion.live.Revoker;
import dev.bastion.live.Sweeper;
import dev.bastion.notify.Notifications;
import dev.bastion.notify.Past;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.ForbiddenAddresses;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.recorder.Recorder;
import dev.bastion.recorder.RecorderSettings;
import dev.bastion.report.LedgerSources;
import dev.bastion.report.RunningReports;
import dev.bastion.signer.SignerKeys;
import dev.bastion.signon.SignOnDesk;
import dev.bastion.signon.SignedOnPeople;
import dev.bastion.ssh.OnwardProbe;
import dev.bastion.ssh.SshBastion;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running bastion: everything that it is made of, in order of dependence on one page, and closed in reverse.
 * Thread-safe.
 */
public final class Bastion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bastion.class);

    private final Deque<AutoCloseable> parts;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final SshPublicKey hostKey;
    private final SshBastion ssh;
    private final int port;

    private Bastion(BastionConfig config, Clock clock, Deque<AutoCloseable> opened) throws IOException {
        this.parts = opened;
        SecureRandom random = new SecureRandom();
        Installation installation = Installation.read(config.keys());
        KeyRing keys = KeyRing.load(config);

        // What happened, and what is true because of it.
        SqlJournal journal = opened(SqlJournal.open(Ledgers.settings(config, installation, keys.treeHead()), clock));
        WorkingTime working = opened(new WorkingTime(journal, clock));
        Consumer<AccessEvent> ends = journal::recordEnd;
        AccessState state = journal.state();
        String name = BastionName.in(config.data(), MachineName.with(config), random);

        // What may happen.
        PolicyOnDisk.Judgement.Accepted first = PolicyFile.read(config);
        PolicyFile.requireNotOld(config, journal, first);
        PolicyHolder policy = new PolicyHolder(first.policy());
        opened(Notifications.start(
                config.notices(),
                config.names().getFirst(),
                installation.name(),
                policy::current,
                journal,
                new Past(journal.claims(), journal.reads()::since),
                clock));
        KeyPair token = keys.grantToken().jca();
        GrantTokenVerifier tokens = new GrantTokenVerifier(token.getPublic(), installation.issuer(), clock);
        AccessDesk desk = new AccessDesk(
                policy::current, new GrantTokenSigner(token.getPrivate(), installation.issuer(), clock), clock);

        // Who is who.
        Optional<SignedOnPeople> signedOn =
                config.singleSignOn().map(terms -> SignedOnPeople.follow(policy, journal, clock));
        SerialSource serials = Serials.after(state, clock, random);
        Optional<SignerKeys> signer = signerApart(config, journal, clock);
        signer.ifPresent(apart -> opened(SignerFollower.start(apart, journal, policy::current, clock)));
        Authorities authorities = opened(Authorities.start(
                new KeyCabinet(config.keys(), keys.authorities(), signer, clock),
                journal,
                MachineName.with(config),
                clock,
                random));
        Revocations revocations = new Revocations(journal, clock);
        CertificateChecker checker = new CertificateChecker(authorities.access()::trusts, revocations::revoked);
        Faces faces = new Faces(authorities.host(), config.keys().faces(), serials, clock, random);
        PolicyFile policyFile = opened(new PolicyFile(
                config, first.policy(), new PolicyInForce(policy, journal, desk, faces), journal, clock));
        policyFile.accept(first);

        // What is kept, and what is left of the last time.
        Recorder recorder = opened(new Recorder(
                RecorderSettings.at(config.recordings().directory())
                        .withSessionBudget(config.recordings().sessionBudget())
                        .withReserve(config.recordings().reserve())
                        .withDigests(config.recordings().digests())
                        .withInput(config.recordings().input()),
                clock));
        new AfterCrash(config.recordings().directory(), ends, clock)
                .settle(state.openSessions().stream()
                        .filter(session -> session.livesIn(name))
                        .toList());

        // What runs, and when it ends.
        BootClock boot = BootClock.ofThisMachine();
        LiveGrants live = new LiveGrants(journal, policy::current, clock, boot);
        policy.onChange(changed -> {
            RightsLost.endAtOnce(desk, journal, live, ends);
            live.followPolicy();
        });
        opened(new Deadlines(live, clock, boot, ends));
        opened(new Sweeper(journal, desk, config.people().disableAfter(), clock));
        opened(RetentionSweep.start(journal, desk, config.recordings().directory()));
        Revoker revoker = new Revoker(revocations, live);
        LiveSessionList sessions = new LiveSessionList(name, state, live, ends, revoker, clock);

        SecondFactors factors = new SecondFactors(
                new SecretSeal(keys.secondFactor().seed(), random),
                config.names().getFirst(),
                journal,
                desk,
                clock,
                random);
        OnwardCredentials onward = new OnwardCredentials(authorities.target(), serials, clock, random);
        ForbiddenAddresses forbidden =
                new ForbiddenAddresses(config.demo(), OwnPlace.of(config).ownAddresses());
        OnwardProbe probe = new OnwardProbe(forbidden, config.credentials());
        Optional<SignOnDesk> signOn = config.singleSignOn()
                .map(terms -> opened(SignOnDesk.open(
                        terms,
                        new SignOnDesk.Parts(
                                policy,
                                desk,
                                journal,
                                signedOn.orElseThrow(),
                                config.data().resolve("sign-on"),
                                new SecretSeal(keys.secondFactor().seed(), SignOnDesk.SEALED, random),
                                new SignOnLosses(live, ends)),
                        clock,
                        random)));
        ControlCommands commands = new ControlCommands(new ControlContext(
                journal,
                desk,
                policy,
                new AccessIssuer(tokens, authorities.access(), serials, clock),
                sessions,
                factors,
                signOn,
                config.recordings().directory(),
                new ClientProfile(
                        config.names(),
                        config.clientAddress().host(),
                        config.clientAddress().port(),
                        keys.hostKey().sshKey(),
                        () -> authorities.shown(Authority.HOST)),
                new Joining(
                        config.names().getFirst(),
                        config.onward().sourceAddress(),
                        new HostFacts(config, () -> authorities.shown(Authority.TARGET)),
                        probe),
                new LoginChecks(journal, probe, onward, config.onward().sourceAddress(), clock),
                new RunningReports(
                        (span, now) -> LedgerSources.read(config, policy::current, span, now),
                        journal::state,
                        policy::current,
                        clock),
                installation.name(),
                clock));
        this.hostKey = keys.hostKey().sshKey();
        HostCredential shown = new HostCredential(authorities.host(), keys.hostKey(), config.names(), serials, clock);
        certify(shown);
        this.ssh = opened(SshBastion.start(
                new SshBastion.Options(
                        new InetSocketAddress(
                                config.listen().host(), config.listen().port()),
                        config.demo(),
                        forbidden,
                        config.onward().sourceAddress(),
                        config.shellLine(),
                        config.recordings().digests(),
                        config.keepalive()),
                new SshBastion.Access(
                        name,
                        policy,
                        journal,
                        ends,
                        desk,
                        tokens,
                        live,
                        revocations,
                        factors,
                        signOn.map(open -> commands::run)),
                new SshBastion.Credentials(checker, shown, faces, onward, config.credentials()),
                recorder,
                commands::run,
                clock));
        Leavers.follow(journal, live, ssh);
        revoker.follow(journal, ssh::cut);
        KrlPublisher krl = opened(KrlPublisher.start(
                new KrlFile(config.krl()), journal, revocations, "bastion " + installation.name(), clock));
        if (config.http().isPresent()) {
            opened(HttpServer.start(config.http().get(), krl));
        }
        opened(new Draining(live, ssh::goDown));
        this.port = ssh.port();
        working.begin(version());
        Weaknesses.of(config, policy.current()).forEach(weakness -> LOG.warn("{}", weakness));
        LOG.info("listening on {} port {}", config.listen().host(), port);
    }

    /**
     * Starts a bastion; what was started is closed again if anything fails.
     *
     * @throws IOException with one sentence for the person who started it
     */
    public static Bastion start(BastionConfig config, Clock clock) throws IOException {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return new Bastion(config, clock, parts);
        } catch (IOException | RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private static Optional<SignerKeys> signerApart(BastionConfig config, SqlJournal journal, Clock clock)
            throws IOException {
        return config.signer().isPresent()
                ? Optional.of(new SignerKeys(config.signer().get().place(), journal::state, clock))
                : Optional.empty();
    }

    /** Before the first connection: clients that trust the host authority alone refuse the plain key. */
    private static void certify(HostCredential shown) {
        try {
            shown.current();
        } catch (SignerUnavailableException e) {
            LOG.error("the bastion's own host key has no certificate yet: {}; hint: {}", e.getMessage(), e.hint());
        }
    }

    /** Makes the JVM compile what a login runs, before anybody is told that the bastion is ready. Blocks for seconds. */
    public void warmUp() {
        ssh.warmUp(hostKey);
    }

    /** Waits until it is closed, by whomever. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** The port that people connect to. */
    public int port() {
        return port;
    }

    /** Ends what lives, seals, and closes everything in reverse order. */
    @Override
    public void close() {
        closeAll(parts);
        ended.countDown();
    }

    static void closeAll(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} was not closed cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private static String version() {
        String version = Bastion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
