package dev.bastion.signer;

import dev.bastion.certs.AccessIssuer;
import dev.bastion.certs.ApprovalProof;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.CertificateTemplate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.Onward;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.certs.SerialSource;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.certs.SshSigner;
import dev.bastion.config.SignerPlace;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Authority;
import dev.bastion.policy.Consent;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.GrantToken;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.Permit;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.policy.Wish;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A bastion without SSH and the signer that it asks over a real socket, on one clock. */
final class SignerHouse implements AutoCloseable {
    static final SecureRandom RANDOM = new SecureRandom();
    static final int PER_MINUTE = 5;

    final Map<String, Ed25519Pair> keys = new TreeMap<>();
    final Ed25519Pair bastionHostKey = Ed25519Pair.generate(RANDOM);
    final TestHouse bastion;
    final InMemoryJournal signed = new InMemoryJournal();
    final Path socket;
    final Path bobsFile;
    private final String bobsOther;
    private final SignerServer server;
    private final SignerKeys signer;
    private final Map<Authority, Ed25519Pair> authorities = new EnumMap<>(Authority.class);

    private SignerHouse(Path directory, UnaryOperator<String> copy, String client, Optional<InetAddress> source)
            throws IOException {
        for (String name : List.of("alice", "bob", "mallory", "prod-db-1", "prod-web-1")) {
            keys.put(name, Ed25519Pair.generate(RANDOM));
        }
        this.bobsFile = directory.resolve("bob");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", bobsFile.toString())
                .inheritIO()
                .start()
                .onExit()
                .join();
        this.bobsOther = Files.readString(directory.resolve("bob.pub")).strip();
        this.socket = directory.resolve("s");
        SignerPlace place = new SignerPlace.OnSocket(socket);
        this.bastion = new TestHouse(policy());
        for (Authority authority : Authority.values()) {
            authorities.put(authority, Ed25519Pair.generate(RANDOM));
        }
        AccessPolicy own = TestPolicies.policy(copy.apply(policy()));
        this.server = new SignerServer(
                new SignerServer.Place(place, client, PER_MINUTE),
                new SignerServer.Client(TestHouse.ISSUER, List.of("bastion"), bastionHostKey.sshKey(), source),
                () -> own,
                bastion.verifier,
                (authority, key) -> Optional.of(authorities.get(authority))
                        .filter(known -> known.sshKey().equals(key))
                        .map(SshSigner.class::cast),
                signed,
                new FollowedFile(directory),
                bastion.clock);
        this.signer = new SignerKeys(place, bastion::state, bastion.clock);
    }

    static SignerHouse in(Path directory) throws IOException {
        return in(directory, UnaryOperator.identity());
    }

    /** One whose signer has another copy of the policy than the bastion. */
    static SignerHouse in(Path directory, UnaryOperator<String> copy) throws IOException {
        return new SignerHouse(directory, copy, System.getProperty("user.name"), Optional.empty());
    }

    static SignerHouse serving(Path directory, String client) throws IOException {
        return new SignerHouse(directory, UnaryOperator.identity(), client, Optional.empty());
    }

    /** One whose signer knows from where the bastion connects. */
    static SignerHouse servingFrom(Path directory, InetAddress source) throws IOException {
        return new SignerHouse(
                directory, UnaryOperator.identity(), System.getProperty("user.name"), Optional.of(source));
    }

    private String policy() {
        return """
               version: 1
               people:
                 alice: {keys: ["%s"], groups: [engineers]}
                 bob: {keys: ["BOBS", "%s"], groups: [reviewers]}
                 mallory: {keys: ["%s"], groups: []}
               groups:
                 engineers: {}
                 reviewers: {duties: [review]}
               targets:
                 prod-db-1: {address: "198.51.100.5:22", aliases: [db1], logins: [postgres, deploy], host-key: "%s"}
                 prod-web-1: {address: "198.51.100.6:22", logins: [postgres, deploy], host-key: "%s"}
               rules:
                 - name: plain
                   groups: [engineers]
                   targets: [prod-db-1, prod-web-1]
                   logins: [postgres]
                   permits: [shell]
                   duration: {default: 45m, max: 4h}
                   approvals: {count: 1, from: reviewers}
                 - name: signed
                   groups: [engineers]
                   targets: [prod-db-1, prod-web-1]
                   logins: [deploy]
                   permits: [shell]
                   duration: {default: 45m, max: 4h}
                   approvals: {count: 1, from: reviewers}
                   signed-approvals: true
               """.formatted(
                keys.values().stream().map(pair -> pair.sshKey().line()).toArray()).replace("BOBS", bobsOther);
    }

    // ---- what people do

    AccessRequest asked(String rule) {
        Decision decision = bastion.decide(bastion.desk.request(
                "alice",
                new Wish(
                        List.of("prod-db-1"),
                        Optional.of(rule.equals("signed") ? "deploy" : "postgres"),
                        Optional.of(Duration.ofMinutes(45)),
                        "because",
                        Optional.empty(),
                        Set.of()),
                Proofs.NONE));
        return ((Decision.RequestPending) decision).request();
    }

    Grant granted(String rule) {
        return ((Decision.GrantGiven)
                        bastion.decide(bastion.desk.approve("bob", asked(rule).id())))
                .grant();
    }

    /** With a signature that nobody looked at before the desk did. */
    Grant approved(AccessRequest request, String proof) {
        Decision decision = bastion.decide(
                bastion.desk.approve("bob", request.id(), Consent.WHOLE, Proofs.NONE, Optional.of(proof)));
        return ((Decision.GrantGiven) decision).grant();
    }

    RequestText text(AccessRequest request) {
        return new RequestText(TestHouse.ISSUER, request);
    }

    /** What a client signs that logs in by that name (RFC 4252, section 7). */
    String login(String person, String user) throws Exception {
        byte[] session = new byte[32];
        RANDOM.nextBytes(session);
        Ed25519Pair key = keys.get(person);
        byte[] blob = key.sshKey().blob();
        ByteBuffer message = ByteBuffer.allocate(1024);
        string(message, session).put((byte) 50);
        string(message, user.getBytes(StandardCharsets.UTF_8));
        string(message, "ssh-connection".getBytes(StandardCharsets.UTF_8));
        string(message, "publickey".getBytes(StandardCharsets.UTF_8)).put((byte) 1);
        string(message, "ssh-ed25519".getBytes(StandardCharsets.UTF_8));
        string(message, blob);
        byte[] signedBytes = Arrays.copyOf(message.array(), message.position());
        return new ApprovalProof.OnConnection(session, user, "ssh-ed25519", blob, key.sshSignature(signedBytes)).text();
    }

    private static ByteBuffer string(ByteBuffer into, byte[] bytes) {
        return into.putInt(bytes.length).put(bytes);
    }

    // ---- what a bastion that is taken over does

    /** A grant in its own ledger by its own key, which nobody agreed to. */
    Grant forged(String rule, Set<String> approvers) {
        return forged(asked(rule), List.of("prod-db-1"), approvers);
    }

    Grant forgedFor(String rule, List<String> targets) {
        return forged(asked(rule), targets, Set.of("bob"));
    }

    /** A person's certificate under a grant of which the bastion says what its own ledger would never take. */
    Certificate lyingOf(Grant grant, AccessRequest request, String by, String proof) throws Exception {
        var ground = new SigningOrder.Ground(
                grant.token(),
                List.of(new SigningOrder.Approved(request, List.of(new SigningOrder.Yes(by, Optional.of(proof))))));
        SshSigner liar = new SshSigner() {
            @Override
            public SshPublicKey sshKey() {
                return authorities.get(Authority.ACCESS).sshKey();
            }

            @Override
            public byte[] sshSignature(byte[] message) {
                return signLater(message, List.of()).toCompletableFuture().join();
            }

            @Override
            public CompletionStage<byte[]> signLater(byte[] message, List<String> grounds) {
                String body = Base64.getEncoder().encodeToString(message);
                return client().ask(new SignerMessage.Question(
                                Optional.of(new SigningOrder(Authority.ACCESS, body, List.of(ground))), List.of()))
                        .thenApply(answer ->
                                Base64.getDecoder().decode(answer.signature().orElseThrow()));
            }
        };
        return certificate(new CertificateAuthority("access", liar, RANDOM), "alice", "alice", grant);
    }

    private SignerClient client() {
        try {
            return new SignerClient(new SignerRoute(new SignerPlace.OnSocket(socket), bastion.clock));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Grant forged(AccessRequest request, List<String> targets, Set<String> approvers) {
        approvers.forEach(by -> bastion.journal.append(
                List.of(new RequestEvent.RequestApproved(request.id(), by, bastion.clock.instant()))));
        long id = bastion.state().grants().size() + 1L;
        var now = bastion.clock.instant();
        String token = new GrantTokenSigner(bastion.tokenKey.getPrivate(), TestHouse.ISSUER, bastion.clock)
                .sign(new GrantToken(
                        "forged-" + id,
                        "alice",
                        id,
                        request.id(),
                        targets,
                        request.login(),
                        Set.of(Permit.SHELL),
                        approvers,
                        bastion.policy.current().digest(),
                        now,
                        now,
                        now.plus(Duration.ofMinutes(45)),
                        false));
        Grant grant = new Grant(
                id,
                request.id(),
                "alice",
                request.targets(),
                request.login(),
                Set.of(Permit.SHELL),
                request.rule(),
                approvers,
                now,
                Optional.of(now),
                Optional.empty(),
                Duration.ofMinutes(45),
                bastion.policy.current().digest(),
                token,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        bastion.journal.append(List.of(new GrantEvent.GrantMade(grant)));
        return grant;
    }

    // ---- what the bastion asks for

    Certificate certificate(String person, String key, Grant grant) throws Exception {
        return certificate(authority(Authority.ACCESS), person, key, grant);
    }

    private Certificate certificate(CertificateAuthority access, String person, String key, Grant grant)
            throws Exception {
        AccessIssuer issuer = new AccessIssuer(bastion.verifier, access, serials(), bastion.clock);
        return issuer.sign(
                issuer.prepare(List.of(grant.token()), person, keys.get(key).sshKey()));
    }

    Onward onward(Grant grant, String login, Set<String> permits) {
        return onward(grant, login, permits, Optional.of(InetAddress.getLoopbackAddress()));
    }

    Onward onward(Grant grant, String login, Set<String> permits, Optional<InetAddress> source) {
        return new OnwardCredentials(authority(Authority.TARGET), serials(), bastion.clock, RANDOM)
                .mint(new OnwardCredentials.Login(login, permits, "person=alice", source, List.of(grant.token())));
    }

    Certificate face(Ed25519Pair key, List<String> names) {
        var now = bastion.clock.instant();
        return authority(Authority.HOST)
                .sign(CertificateTemplate.host(
                        key.sshKey(),
                        serials().next(),
                        "face",
                        names,
                        now.minusSeconds(60),
                        now.plus(Duration.ofHours(24))));
    }

    private CertificateAuthority authority(Authority authority) {
        SshSigner key = signer.key(authority, authorities.get(authority).sshKey());
        return new CertificateAuthority(authority.word(), key, RANDOM);
    }

    private SerialSource serials() {
        return new SerialSource(bastion.clock, RANDOM, 0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
