package dev.bastion.ssh;

import dev.bastion.authority.Authorities;
import dev.bastion.authority.KeyCabinet;
import dev.bastion.certs.AccessIssuer;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.CertificateChecker;
import dev.bastion.certs.CertificateTemplate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.Faces;
import dev.bastion.certs.HostCredential;
import dev.bastion.certs.Issuance;
import dev.bastion.certs.IssuanceRefusedException;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.certs.SerialSource;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.KeyFile;
import dev.bastion.control.CommandChannel;
import dev.bastion.factor.SecondFactors;
import dev.bastion.factor.SecretSeal;
import dev.bastion.live.BootClock;
import dev.bastion.live.Deadlines;
import dev.bastion.live.LiveGrants;
import dev.bastion.live.Revocations;
import dev.bastion.live.Revoker;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.Decision;
import dev.bastion.policy.ForbiddenAddresses;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.MovedClock;
import dev.bastion.policy.ParseContext;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.policy.Wish;
import dev.bastion.recorder.Recorder;
import dev.bastion.recorder.RecorderSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * A whole SSH side of a bastion in this process, on loopback, with a journal in memory, a clock that a test moves, and
 * people whose keys the test holds: alice and erin (engineers), bob (reviewer), carol (administrator) and mallory
 * (nothing). Targets: {@code prod-db-1} and {@code plain-1} (whose rule takes plain keys) are one host,
 * {@code prod-web-1} is the other, and {@code vault-1} is nobody's to ask for. Thread-safe.
 */
final class TestBastion implements AutoCloseable {
    private static final int SIGNATURE_BYTES = 4 + 83;
    private static final String ISSUER = "bastion.test";
    private static final List<String> PEOPLE = List.of("alice", "erin", "bob", "carol", "mallory");

    final MovedClock clock = new MovedClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    final InMemoryJournal journal = new InMemoryJournal();
    final LiveGrants live;
    final Revocations revocations;
    final Revoker revoker;
    final AccessDesk desk;
    final PolicyHolder policy;
    final SecondFactors factors;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ed25519Pair> keys = new HashMap<>();
    private final SerialSource serials = new SerialSource(clock, random, 0);
    private final AtomicLong slept = new AtomicLong();
    final BastionConfig.Keys files;
    final Authorities authorities;
    private final Ed25519Pair accessKey;
    private final CertificateAuthority access;
    private final AccessIssuer issuer;
    private final Deadlines deadlines;
    private final Recorder recorder;
    private final SshBastion ssh;

    private TestBastion(Path directory, TestHost database, TestHost web, Duration keepalive, boolean newcomers)
            throws IOException {
        PEOPLE.forEach(name -> keys.put(name, Ed25519Pair.generate(random)));
        policy = new PolicyHolder(TestPolicies.policy(policyText(database, web), ParseContext.DEMO));
        files = new BastionConfig.Keys(directory.resolve("keys"), Optional.empty());
        accessKey = KeyFile.ACCESS_CA.in(files).create("access", random);
        KeyFile.TARGET_CA.in(files).create("target", random);
        KeyFile.HOST_CA.in(files).create("host", random);
        // Long before: a test may set the clock back, and the newest event is what it is held against.
        Clock before = Clock.offset(clock, Duration.ofHours(-1));
        authorities = Authorities.start(new KeyCabinet(files, clock), journal, "here:22", before, random);
        access = authorities.access();
        KeyPair token = TestHouse.ed25519();
        GrantTokenVerifier tokens = new GrantTokenVerifier(token.getPublic(), ISSUER, clock);
        desk = new AccessDesk(policy::current, new GrantTokenSigner(token.getPrivate(), ISSUER, clock), clock);
        issuer = new AccessIssuer(tokens, access, serials, clock);
        factors = new SecondFactors(new SecretSeal(new byte[32], random), "bastion", journal, desk, clock, random);
        BootClock boot = new BootClock(() -> running() + slept.get(), TestBastion::running);
        revocations = new Revocations(journal, clock);
        live = new LiveGrants(journal, policy::current, clock, boot);
        policy.onChange(changed -> live.followPolicy());
        deadlines = new Deadlines(live, clock, boot, end -> journal.append(List.of(end)));
        recorder = new Recorder(
                RecorderSettings.at(directory.resolve("recordings")).withReserve(0), clock);
        CertificateAuthority host = authorities.host();
        revoker = new Revoker(revocations, live);
        Faces faces = new Faces(host, directory.resolve("faces"), serials, clock, random);
        faces.warm(Set.of("prod-db-1", "prod-web-1", "plain-1", "vault-1"));
        ssh = SshBastion.start(
                new SshBastion.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        true,
                        new ForbiddenAddresses(true, Set.of()),
                        Optional.empty(),
                        "none",
                        true,
                        keepalive),
                new SshBastion.Access(
                        "test",
                        policy,
                        journal,
                        end -> journal.append(List.of(end)),
                        desk,
                        tokens,
                        live,
                        revocations,
                        factors,
                        newcomers ? Optional.of(NEWCOMERS) : Optional.empty()),
                new SshBastion.Credentials(
                        new CertificateChecker(access::trusts, revocations::revoked),
                        new HostCredential(host, Ed25519Pair.generate(random), List.of("127.0.0.1"), serials, clock),
                        faces,
                        new OnwardCredentials(authorities.target(), serials, clock, random),
                        List.of()),
                recorder,
                (caller, line, channel) -> say(caller.person().name() + " ran " + line, channel),
                clock);
        revoker.follow(journal, ssh::cut);
    }

    private static final SshBastion.NewcomerCommands NEWCOMERS =
            (newcomer, line, channel) -> say(newcomer.key().fingerprint() + " ran " + line, channel);

    private static int say(String answer, CommandChannel channel) {
        try {
            channel.out().write(answer.getBytes(StandardCharsets.UTF_8));
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one whose targets are these two. */
    static TestBastion start(Path directory, TestHost database, TestHost web) throws IOException {
        return start(directory, database, web, Duration.ofHours(1));
    }

    /** The same, where keys that are nobody's may run a command of their own. */
    static TestBastion startTakingNewcomers(Path directory, TestHost database, TestHost web) throws IOException {
        return new TestBastion(directory, database, web, Duration.ofHours(1), true);
    }

    /** The same, with a time after which silent peers are asked whether they are there. */
    static TestBastion start(Path directory, TestHost database, TestHost web, Duration keepalive) throws IOException {
        return new TestBastion(directory, database, web, keepalive, false);
    }

    int port() {
        return ssh.port();
    }

    void cut(String person) {
        ssh.cut(person);
    }

    Ed25519Pair key(String person) {
        return keys.get(person);
    }

    CertificateAuthority authority(String name) {
        return new CertificateAuthority(name, Ed25519Pair.generate(random), random);
    }

    /** Decides and commits. */
    <R> R decide(Decider<R> decider) {
        return journal.submit(decider).toCompletableFuture().join();
    }

    Grant granted(String person, String target, String login) {
        Wish wish = TestHouse.wish(target, login, Duration.ofMinutes(45));
        AccessRequest asked = ((Decision.RequestPending) decide(desk.request(person, wish, Proofs.NONE))).request();
        return ((Decision.GrantGiven) decide(desk.approve("bob", asked.id()))).grant();
    }

    /** A certificate as {@code cert} issues it. */
    Certificate certificate(String person) throws IssuanceRefusedException {
        List<String> tokens = journal.state().liveGrants(person, clock.instant()).stream()
                .map(Grant::token)
                .toList();
        Issuance issuance = issuer.prepare(tokens, person, key(person).sshKey());
        Certificate certificate = issuer.sign(issuance);
        enter(person, certificate);
        return certificate;
    }

    /** A certificate of the access authority with any content, that the ledger knows as issued to that person. */
    Certificate issued(String person, CertificateTemplate template) {
        Certificate certificate = signed(template);
        enter(person, certificate);
        return certificate;
    }

    /** A certificate of the access authority that the ledger knows nothing of. */
    Certificate signed(CertificateTemplate template) {
        return access.sign(template);
    }

    /** A certificate whose content a test has altered, with the access authority's signature made anew. */
    byte[] signedAgain(byte[] altered) {
        // An Ed25519 signature is 83 bytes behind its length; what stands before it is what is signed.
        byte[] body = Arrays.copyOf(altered, altered.length - SIGNATURE_BYTES);
        byte[] signature = accessKey.sshSignature(body);
        return ByteBuffer.allocate(altered.length)
                .put(body)
                .putInt(signature.length)
                .put(signature)
                .array();
    }

    /** Writes into the ledger that this very certificate was issued to that person. */
    void enter(String person, Certificate certificate) {
        journal.append(List.of(
                        new CertificateEvent.CertificateSigning(
                                certificate.serial(),
                                person,
                                certificate.subject().fingerprint(),
                                certificate.keyId(),
                                certificate.validAfter(),
                                certificate.validBefore(),
                                List.of(),
                                clock.instant()),
                        new CertificateEvent.CertificateSigned(
                                certificate.serial(),
                                Base64.getEncoder().encodeToString(certificate.blob()),
                                clock.instant())))
                .toCompletableFuture()
                .join();
    }

    long serial() {
        return serials.next();
    }

    private static long running() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** The machine is suspended for so long; the wall clock is moved by itself. Noticed within a second. */
    void sleep(Duration time) {
        slept.addAndGet(time.toMillis());
    }

    /** Changes the policy's file as an administrator does. */
    void edit(UnaryOperator<String> change) {
        policy.replace(TestPolicies.policy(change.apply(policy.current().text()), ParseContext.DEMO));
    }

    /** Adds a line to the rule for prod-db-1 and prod-web-1. */
    void rule(String line) {
        edit(text -> text.replace("  - name: prod\n", "  - name: prod\n    " + line + "\n"));
    }

    /** Takes a person out of the policy. */
    void remove(String person) {
        String text = policy.current().text();
        policy.replace(TestPolicies.policy(
                text.lines()
                        .filter(line -> !line.startsWith("  " + person + ":"))
                        .reduce("", (all, line) -> all + line + "\n"),
                ParseContext.DEMO));
    }

    private String policyText(TestHost database, TestHost web) {
        Object[] values = new Object[PEOPLE.size() + 8];
        for (int number = 0; number < PEOPLE.size(); number++) {
            values[number] = key(PEOPLE.get(number)).sshKey().line();
        }
        List<TestHost> hosts = List.of(database, database, web, web);
        for (int number = 0; number < hosts.size(); number++) {
            values[PEOPLE.size() + 2 * number] = hosts.get(number).port();
            values[PEOPLE.size() + 2 * number + 1] = hosts.get(number).hostKey();
        }
        return """
            version: 1
            people:
              alice: {keys: ["%s"], groups: [engineers]}
              erin: {keys: ["%s"], groups: [engineers]}
              bob: {keys: ["%s"], groups: [reviewers]}
              carol: {keys: ["%s"], groups: [admins]}
              mallory: {keys: ["%s"]}
            groups:
              engineers: {}
              reviewers: {duties: [review]}
              admins: {duties: [administer]}
            targets:
              prod-db-1: {address: "127.0.0.1:%d", aliases: [db1], labels: {env: prod}, logins: [postgres, deploy], host-key: "%s"}
              plain-1: {address: "127.0.0.1:%d", labels: {env: plain}, logins: [deploy], host-key: "%s"}
              prod-web-1: {address: "127.0.0.1:%d", labels: {env: prod}, logins: [deploy], host-key: "%s"}
              vault-1: {address: "127.0.0.1:%d", labels: {env: vault}, logins: [root], host-key: "%s"}
            rules:
              - name: prod
                groups: [engineers]
                labels: {env: prod}
                permits: [shell, exec, sftp-read, sftp-write]
                logins: [postgres, deploy]
                duration: {default: 45m, max: 4h}
                approvals: {count: 1, from: reviewers}
              - name: plain
                groups: [engineers]
                labels: {env: plain}
                permits: [exec]
                logins: [deploy]
                duration: {default: 45m, max: 4h}
                approvals: {count: 1, from: reviewers}
                plain-key: true
            """.formatted(values);
    }

    @Override
    public void close() throws IOException {
        ssh.close();
        authorities.close();
        deadlines.close();
        recorder.close();
    }
}
