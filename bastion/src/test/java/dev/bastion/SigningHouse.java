package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.authority.KeyCabinet;
import dev.bastion.authority.Rotation;
import dev.bastion.authority.RotationAnswer;
import dev.bastion.authority.SaidFollowing;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.config.Installation;
import dev.bastion.config.KeyFile;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.KeyStanding;
import dev.bastion.signer.FollowedFile;
import dev.bastion.store.SqlJournal;
import dev.bastion.store.StoreVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A real bastion, and a real signer apart where it is wanted, on one clock; one real host behind it; and people with
 * OpenSSH: alice is an engineer, bob reviews. A rule lets alice run commands on prod-db-1 for an hour at the most.
 */
final class SigningHouse implements AutoCloseable {
    static final String LOGIN = System.getProperty("user.name");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<KeyFile> AUTHORITIES = List.of(KeyFile.ACCESS_CA, KeyFile.TARGET_CA, KeyFile.HOST_CA);

    final Path directory;
    final Ahead clock = new Ahead();
    private final SecureRandom random = new SecureRandom();
    private final Path keys;
    private final Path signersKeys;
    private final int hostPort;
    private final Process host;
    private BastionConfig configuration;
    private Bastion bastion;
    private Optional<SignerProcess> signer = Optional.empty();

    /** The machine's own time, which sshd goes by, until a test goes ahead of it. */
    static final class Ahead extends Clock {
        private volatile Duration by = Duration.ZERO;

        void forward(Duration more) {
            by = by.plus(more);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new IllegalStateException("nothing here asks for another zone");
        }
    }

    /** What a command said and how it ended. */
    record Said(int status, String out, String err) {
        Said done() {
            assertEquals(0, status, this::toString);
            return this;
        }

        Said refused() {
            assertTrue(status != 0, this::toString);
            return this;
        }
    }

    /**
     * Everything but the bastion and its signer.
     *
     * @param apart whether the keys of the authorities lie with a signer
     */
    SigningHouse(Path directory, boolean apart) throws Exception {
        this.directory = directory;
        this.keys = directory.resolve("keys");
        this.signersKeys = apart ? directory.resolve("signer/keys") : keys;
        for (String name : List.of("alice", "bob", "host")) {
            ran("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path(name))
                    .done();
        }
        makeKeys(apart);
        this.hostPort = freePort();
        this.host = startHost();
        trustOnTheHost(publicKey(KeyFile.TARGET_CA));
        trustAtTheClient("@cert-authority bastion,prod-db-1,db1 "
                + publicKey(KeyFile.HOST_CA).line());
        Files.writeString(directory.resolve("access.yaml"), policy());
        if (apart) {
            Files.writeString(directory.resolve("signer/access.yaml"), policy());
        }
        until(this::hostAnswers, "the host answers");
    }

    private void makeKeys(boolean apart) throws IOException {
        for (KeyFile key : KeyFile.values()) {
            key.in(new BastionConfig.Keys(AUTHORITIES.contains(key) ? signersKeys : keys, Optional.empty()))
                    .create(key.comment(), random);
        }
        Installation.create(new BastionConfig.Keys(keys, Optional.empty()), "bastion", random);
        if (apart) {
            Path seen = Files.createDirectories(directory.resolve("signer/bastion"));
            for (String name : List.of("grant-token.pub", "host-key.pub", "installation")) {
                Files.copy(keys.resolve(name), seen.resolve(name));
            }
            BastionConfig.Keys own = new BastionConfig.Keys(signersKeys, Optional.empty());
            KeyFile.TREE_HEAD.in(own).create("signer", random);
            Installation.create(own, "signer", random);
        }
    }

    private Process startHost() throws Exception {
        Files.writeString(directory.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                TrustedUserCAKeys %s
                AuthorizedKeysFile none
                PidFile none
                UsePAM no
                StrictModes no
                LogLevel VERBOSE
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                """.formatted(hostPort, path("host"), path("trusted-cas")));
        // Where sshd was installed and never started, its directory is missing; it takes none but this.
        if (LOGIN.equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        return new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", path("sshd_config"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
    }

    private boolean hostAnswers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hostPort), 1_000);
            return true;
        } catch (IOException notYet) {
            assertTrue(host.isAlive(), this::hostsLog);
            return false;
        }
    }

    private String policy() throws IOException {
        return """
               version: 1
               people:
                 alice: {keys: ["%s"], groups: [engineers]}
                 bob: {keys: ["%s"], groups: [reviewers]}
               groups:
                 engineers: {}
                 reviewers: {duties: [review]}
               targets:
                 prod-db-1: {address: "127.0.0.1:%d", aliases: [db1], logins: [%s, backup], host-key: "%s"}
               rules:
                 - name: commands
                   groups: [engineers]
                   targets: [prod-db-1]
                   logins: [%s, backup]
                   permits: [exec]
                   duration: {default: 45m, max: 1h}
                   approvals: {count: 1, from: reviewers}
               """.formatted(line("alice"), line("bob"), hostPort, LOGIN, line("host"), LOGIN);
    }

    // ---- what runs

    /** Starts the bastion, with further lines in its configuration. */
    void startBastion(String more) throws IOException {
        configuration = config("bastion.yaml", more);
        bastion = Bastion.start(configuration, clock);
        for (String person : List.of("alice", "bob")) {
            Files.writeString(directory.resolve(person + ".config"), profile(person));
        }
    }

    private String profile(String person) {
        return """
               Host *
                   IdentityFile "%1$s"
                   CertificateFile "%1$s-cert.pub"
                   IdentitiesOnly yes
                   BatchMode yes
                   StrictHostKeyChecking yes
                   UserKnownHostsFile "%2$s"
                   GlobalKnownHostsFile none
                   LogLevel INFO
               Host bastion
                   HostName 127.0.0.1
                   Port %3$d
                   HostKeyAlias bastion
               Host prod-db-1
                   Port %4$d
                   HostKeyAlias prod-db-1
               """.formatted(path(person), path("known_hosts"), bastion.port(), hostPort);
    }

    void stopBastion() {
        bastion.close();
    }

    /** Moves the authorities' keys from the signer to the bastion, or back. */
    void moveKeys(boolean toTheBastion) throws IOException {
        for (KeyFile key : AUTHORITIES) {
            for (String name : List.of(key.file(), key.file() + ".pub")) {
                Path here = keys.resolve(name);
                Path there = signersKeys.resolve(name);
                Files.move(toTheBastion ? there : here, toTheBastion ? here : there);
            }
        }
    }

    /** Starts the signer, with these lines in its configuration. */
    void startSigner(String more) throws IOException {
        signer = Optional.of(SignerProcess.start(signersConfig(more), clock));
    }

    /** Lays another text into the place of the signer's own copy of the policy. */
    void signersPolicy(UnaryOperator<String> change) throws IOException {
        Path beside = Files.writeString(directory.resolve("signer/access.new"), change.apply(policy()));
        Files.move(beside, directory.resolve("signer/access.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** What whoever rules the signer does there, beside the signer that runs. */
    private <R> R atTheSigner(ThrowingFunction<SqlJournal, R> act) {
        try (SqlJournal journal = SqlJournal.openBeside(Ledgers.settings(signersConfig("")), clock)) {
            return act.apply(journal);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface ThrowingFunction<A, R> {
        R apply(A argument) throws IOException;
    }

    private Rotation rotation() throws IOException {
        return new Rotation(
                new SaidFollowing(new FollowedFile(signersConfig("").data()).read(), clock.instant()), clock);
    }

    /** A new key of an authority, at the signer. */
    SshPublicKey introduce(Authority authority) throws Exception {
        try (KeyCabinet cabinet = new KeyCabinet(signersConfig("").keys(), clock)) {
            return atTheSigner(journal -> {
                KeyCabinet.Made made = cabinet.makeFile(authority, Rotation.places(journal.state()), random);
                done(journal.submit(rotation().introduce(authority, made.key().sshKey(), made.place(), "root")));
                return made.key().sshKey();
            });
        }
    }

    /** The new key of an authority comes one step further at the signer, once all have followed. */
    void advance(Authority authority) throws Exception {
        until(() -> advance(authority, false) instanceof RotationAnswer.Done, "all have followed");
    }

    RotationAnswer advance(Authority authority, boolean force) {
        return atTheSigner(journal -> journal.submit(rotation().advance(authority, "root", force))
                .toCompletableFuture()
                .join());
    }

    /** The key that signed before is retired at the signer. */
    RotationAnswer retire(Authority authority, boolean force) {
        return atTheSigner(journal -> journal.submit(rotation().retire(authority, Optional.empty(), "root", force))
                .toCompletableFuture()
                .join());
    }

    private static RotationAnswer done(CompletionStage<RotationAnswer> answer) {
        return assertInstanceOf(
                RotationAnswer.Done.class, answer.toCompletableFuture().join());
    }

    /** How the bastion's own ledger says that a key stands. */
    Optional<KeyStanding> standing(SshPublicKey key) {
        return ledger().authorityKeys().stream()
                .filter(known -> known.fingerprint().equals(key.fingerprint()))
                .map(AuthorityKey::standing)
                .findFirst();
    }

    void stopSigner() {
        signer.ifPresent(SignerProcess::close);
        signer = Optional.empty();
    }

    BastionConfig config(String name, String more) {
        return assertInstanceOf(
                        ConfigReading.Accepted.class,
                        ConfigReader.parse("""
                                version: 1
                                demo: true
                                listen: "127.0.0.1:0"
                                names: [bastion]
                                recordings: {reserve: 1MiB}
                                """ + more, directory.resolve(name), Map.of()),
                        () -> more)
                .config();
    }

    /** What the signer's own file says. */
    BastionConfig signersConfig(String more) {
        return config("signer/bastion.yaml", more);
    }

    // ---- what people do

    /** A command at the bastion. */
    Said bastion(String person, String... words) {
        return ssh(person, Stream.concat(Stream.of("bastion"), Stream.of(words)).toArray(String[]::new));
    }

    /** A command on the host, through the bastion. */
    Said onHost(String person, String login, String... words) {
        return ssh(
                person,
                Stream.concat(Stream.of("-J", "bastion", login + "@prod-db-1"), Stream.of(words))
                        .toArray(String[]::new));
    }

    Said ssh(String person, String... words) {
        return ran(Stream.concat(Stream.of("ssh", "-F", path(person + ".config")), Stream.of(words))
                .toArray(String[]::new));
    }

    /** Alice asks, bob agrees. */
    void grant() {
        String asked = bastion("alice", "request", "prod-db-1", "--login", LOGIN, "--reason", "testing")
                .done()
                .out()
                .strip();
        bastion("bob", "approve", asked).done();
    }

    /** Alice's certificate, where ssh finds it. */
    Path certificate() throws IOException {
        return Files.writeString(
                directory.resolve("alice-cert.pub"),
                bastion("alice", "cert").done().out());
    }

    // ---- what is seen

    /** What the host says of each login that it has accepted. */
    List<String> logins() {
        return hostsLog()
                .lines()
                .filter(line -> line.startsWith("Accepted publickey "))
                .toList();
    }

    private String hostsLog() {
        try {
            return Files.readString(directory.resolve("sshd.log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return bastion.port();
    }

    /** What the bastion's ledger says. */
    AccessState ledger() {
        try {
            return new StoreVerifier(Ledgers.database(configuration), Ledgers.verifier(configuration))
                    .look()
                    .state();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What the signer's ledger says happened. */
    List<AccessEvent> signersEvents() throws IOException {
        BastionConfig config = signersConfig("");
        List<AccessEvent> events = new ArrayList<>();
        new StoreVerifier(Ledgers.database(config), Ledgers.verifier(config)).look((event, after) -> events.add(event));
        return events;
    }

    SshPublicKey publicKey(KeyFile file) throws IOException {
        Path where = (AUTHORITIES.contains(file) ? signersKeys : keys).resolve(file.file() + ".pub");
        return parsed(Files.readString(where).strip());
    }

    static SshPublicKey parsed(String line) {
        try {
            return SshPublicKey.parseLine(line);
        } catch (MalformedKeyException e) {
            throw new AssertionError(e);
        }
    }

    void trustOnTheHost(SshPublicKey... authorities) throws IOException {
        Files.write(
                directory.resolve("trusted-cas"),
                Stream.of(authorities).map(SshPublicKey::line).toList());
    }

    void trustAtTheClient(String knownHosts) throws IOException {
        Files.writeString(directory.resolve("known_hosts"), knownHosts + "\n");
    }

    private String line(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".pub")).strip();
    }

    String path(String name) {
        return directory.resolve(name).toString();
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    static void until(BooleanSupplier holds, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> "it does not come about that " + what);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    Said ran(String... words) {
        try {
            Path err = Files.createTempFile(directory, "err", "");
            Process process = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(err.toFile())
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> "no end of " + List.of(words));
            return new Said(process.exitValue(), out, Files.readString(err));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (bastion != null) {
            bastion.close();
        }
        stopSigner();
        host.destroy();
        assertTrue(host.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "sshd does not end");
    }
}
