package dev.bastion.control;

import dev.bastion.authority.Authorities;
import dev.bastion.certs.AccessIssuer;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.certs.SerialSource;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.enrol.Joining;
import dev.bastion.enrol.LoginChecks;
import dev.bastion.factor.SecondFactors;
import dev.bastion.factor.SecretSeal;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Authority;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.ParseContext;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.PolicyReading;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.report.RunningReports;
import dev.bastion.signon.SignOnDesk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A bastion without SSH: alice asks, bob approves and reviews, carol administers, mallory may ask for nothing. */
final class World {
    static final Instant BEGIN = Instant.parse("2026-11-20T13:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    final Map<String, Ed25519Pair> keys = new TreeMap<>();
    /** A key that nobody has yet. */
    final String otherKey = Ed25519Pair.generate(RANDOM).sshKey().line();

    final Ed25519Pair hostKey = Ed25519Pair.generate(RANDOM);
    final CertificateAuthority access = new CertificateAuthority("access", Ed25519Pair.generate(RANDOM), RANDOM);
    final CertificateAuthority host = new CertificateAuthority("host", Ed25519Pair.generate(RANDOM), RANDOM);
    final MovedClock clock = new MovedClock();
    final InMemoryJournal journal = new InMemoryJournal();
    final LiveSessionsOfTest live = new LiveSessionsOfTest();
    final HostsOfTest hosts = new HostsOfTest();
    final CertificateAuthority target = new CertificateAuthority("target", Ed25519Pair.generate(RANDOM), RANDOM);
    final PolicyHolder policies;
    final AccessDesk desk;
    final SecondFactors factors;
    final ControlCommands commands;
    private final ControlContext context;

    World(Path recordings) {
        for (String name : List.of("alice", "bob", "carol", "mallory", "prod-db-1", "prod-web-1")) {
            keys.put(name, Ed25519Pair.generate(RANDOM));
        }
        policies = new PolicyHolder(policy(text()));
        KeyPair token = Ed25519Pair.generate(RANDOM).jca();
        desk = new AccessDesk(policies::current, new GrantTokenSigner(token.getPrivate(), "bastion", clock), clock);
        factors = new SecondFactors(new SecretSeal(new byte[32], RANDOM), "bastion", journal, desk, clock, RANDOM);
        AccessIssuer issuer = new AccessIssuer(
                new GrantTokenVerifier(token.getPublic(), "bastion", clock),
                access,
                new SerialSource(clock, RANDOM, 0),
                clock);
        context = new ControlContext(
                journal,
                desk,
                policies,
                issuer,
                live,
                factors,
                Optional.empty(),
                recordings,
                new ClientProfile(
                        List.of("bastion", "bastion.example"),
                        "127.0.0.1",
                        2222,
                        hostKey.sshKey(),
                        this::hostAuthorities),
                new Joining("bastion", Optional.empty(), hosts.known(target.publicKey()), hosts),
                new LoginChecks(
                        journal,
                        hosts,
                        new OnwardCredentials(target, new SerialSource(clock, RANDOM, 0), clock, RANDOM),
                        Optional.empty(),
                        clock),
                new RunningReports(
                        (span, now) -> {
                            throw new IOException("this ledger lies on no disk");
                        },
                        journal::state,
                        policies::current,
                        clock),
                "bastion-0a1b2c3d",
                clock);
        commands = new ControlCommands(context);
    }

    /** The same commands where people may sign on. */
    ControlCommands signingOnAt(SignOnDesk signOn) {
        return new ControlCommands(new ControlContext(
                journal,
                desk,
                policies,
                context.issuer(),
                live,
                factors,
                Optional.of(signOn),
                context.recordings(),
                context.profile(),
                context.joining(),
                context.checks(),
                context.reports(),
                context.installation(),
                clock));
    }

    private List<SshPublicKey> hostAuthorities() {
        List<SshPublicKey> known = Authorities.shown(journal.state(), Authority.HOST);
        return known.isEmpty() ? List.of(host.publicKey()) : known;
    }

    String text() {
        return """
               version: 1
               people:
                 alice: {keys: ["%s"], groups: [engineers]}
                 bob: {keys: ["%s"], groups: [reviewers]}
                 carol: {keys: ["%s"], groups: [admins]}
                 mallory: {keys: ["%s"], groups: []}
               groups:
                 engineers: {}
                 reviewers: {duties: [review]}
                 admins: {duties: [administer]}
               targets:
                 prod-db-1: {address: "198.51.100.5:22", aliases: [db1], labels: {env: prod}, logins: [postgres, deploy], host-key: "%s"}
                 prod-web-1: {address: "198.51.100.6:2201", labels: {env: prod}, logins: [deploy], host-key: "%s"}
               rules:
                 - name: to-prod
                   groups: [engineers]
                   labels: {env: prod}
                   logins: [postgres, deploy]
                   permits: [shell, exec]
                   duration: {default: 45m, max: 4h}
                   approvals: {count: 1, from: reviewers}
                   reason: required
                   start: approval
                   lapse: 1h
                   review: {within: 24h}
                   break-glass: {max: 30m, review-within: 4h}
               """.formatted(
                        keys.values().stream().map(pair -> pair.sshKey().line()).toArray());
    }

    static AccessPolicy policy(String text) {
        return switch (AccessPolicy.parse(text, ParseContext.PLAIN)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Broken broken ->
                throw new IllegalStateException(broken.problems().toString());
        };
    }

    Caller caller(String name) {
        return new Caller(
                policies.current().person(name).orElseThrow(),
                Optional.of(keys.get(name).sshKey()),
                false,
                new InetSocketAddress("192.0.2.1", 50_000),
                new Proofs("192.0.2.1", false, false));
    }

    /** What a command answers, without a terminal. */
    Channel ssh(String name, String line) {
        Channel channel = new Channel();
        channel.status = commands.run(caller(name), line, channel);
        return channel;
    }

    /** Alice's grant g-1 from request r-1 on prod-db-1 as postgres. */
    void grant() {
        ssh("alice", "request prod-db-1 --login postgres --for 45m --reason disk is full");
        ssh("bob", "approve r-1");
    }

    /** Time brings about what it brings about. */
    void settle() {
        journal.submit(desk.expire(clock.instant())).toCompletableFuture().join();
        journal.submit(desk.afterwards().fallDue(clock.instant()))
                .toCompletableFuture()
                .join();
    }

    /** A session that the ledger knows. */
    void session(long id) {
        journal.append(List.of(new SessionEvent.SessionOpened(
                id, 1, "alice", "prod-db-1", "postgres", "192.0.2.1:50000", SessionForm.JUMP, clock.instant())));
    }

    /** A clock that stands until it is moved. */
    static final class MovedClock extends Clock {
        private volatile Instant now = BEGIN;

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
