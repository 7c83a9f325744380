package dev.bastion.e2e;

import dev.bastion.store.PostgresForTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A second bastion before the demo's hosts, with its people, policy and keys but with data of its own, for tests that kill
 * it, starve it or turn its clock. Its data directory can be a small disk of its own. Not safe for several threads. Closing
 * it kills it.
 */
final class OwnBastion implements AutoCloseable {
    /** Lays a disk of so many bytes over a directory, for the process and its children alone. */
    private static final String ON_A_SMALL_DISK =
            "mount --make-rprivate / && mount -t tmpfs -o size=\"$1\" tmpfs \"$2\"" + " && shift 2 && exec \"$@\"";

    private final DemoWorld world;
    private final Path directory;
    private final int port;
    private final List<String> before;
    private final Path policy;
    private final Path keys;
    private String database = "{url: \"jdbc:sqlite:data/bastion.db\"}";
    private String recordings = "data/recordings";
    private Process process;

    private OwnBastion(DemoWorld world, Path directory, int port, List<String> before, Path policy, Path keys) {
        this.world = world;
        this.directory = directory;
        this.port = port;
        this.before = List.copyOf(before);
        this.policy = policy;
        this.keys = keys;
    }

    /** One that keeps its data in the directory. */
    static OwnBastion in(Path directory, DemoWorld world) throws IOException {
        return in(directory, world, List.of());
    }

    /** One whose policy is the demo's after a change of its text. */
    static OwnBastion in(Path directory, DemoWorld world, UnaryOperator<String> change) throws IOException {
        return in(directory, world, List.of(), change);
    }

    /** The same, started by another program. */
    static OwnBastion in(Path directory, DemoWorld world, List<String> before, UnaryOperator<String> change)
            throws IOException {
        return in(directory, world, before, change, "");
    }

    /** The same, with further lines in its configuration. */
    static OwnBastion in(
            Path directory, DemoWorld world, List<String> before, UnaryOperator<String> change, String configuration)
            throws IOException {
        Path policy = directory.resolve("access.yaml");
        Files.writeString(policy, change.apply(Files.readString(world.policy())));
        return started(new OwnBastion(world, directory, freePort(), before, policy, world.keys()), configuration);
    }

    /** One with a copy of the demo's keys, which it may change, and further lines in its configuration. */
    static OwnBastion withKeysOfItsOwn(Path directory, DemoWorld world, String configuration) throws IOException {
        Path keys = copyOfKeys(directory, world);
        return started(new OwnBastion(world, directory, freePort(), List.of(), world.policy(), keys), configuration);
    }

    /**
     * One of several on one PostgreSQL, with a copy of the demo's keys as on a machine of its own, and a changed policy.
     *
     * @param recordings the directory that they share
     */
    static OwnBastion sharing(
            PostgresForTests.Database shared,
            Path recordings,
            Path directory,
            DemoWorld world,
            UnaryOperator<String> change)
            throws IOException {
        Path keys = copyOfKeys(directory, world);
        Path password = Files.createFile(
                directory.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, shared.password() + "\n");
        Path policy = directory.resolve("access.yaml");
        Files.writeString(policy, change.apply(Files.readString(world.policy())));
        OwnBastion bastion = new OwnBastion(world, directory, freePort(), List.of(), policy, keys);
        bastion.database =
                "{url: \"%s\", user: %s, password-file: %s}".formatted(shared.jdbcUrl(), shared.user(), password);
        bastion.recordings = recordings.toString();
        return started(bastion, "");
    }

    private static Path copyOfKeys(Path directory, DemoWorld world) {
        Path keys = directory.resolve("keys");
        Command.of(List.of("cp", "-a", world.keys().toString(), keys.toString()))
                .run()
                .done();
        return keys;
    }

    /** One with keys that lie somewhere, with a changed policy and further lines in its configuration. */
    static OwnBastion withKeys(
            Path keys, Path directory, DemoWorld world, UnaryOperator<String> change, String configuration)
            throws IOException {
        Path policy = directory.resolve("access.yaml");
        Files.writeString(policy, change.apply(Files.readString(world.policy())));
        return started(new OwnBastion(world, directory, freePort(), List.of(), policy, keys), configuration);
    }

    /** One whose data lies on a disk of so many bytes. */
    static OwnBastion onASmallDisk(Path directory, DemoWorld world, long bytes) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        return in(
                directory,
                world,
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        ON_A_SMALL_DISK,
                        "sh",
                        Long.toString(bytes),
                        data.toString()));
    }

    /** One that another program starts, for example {@code env}. */
    static OwnBastion in(Path directory, DemoWorld world, List<String> before) throws IOException {
        return started(new OwnBastion(world, directory, freePort(), before, world.policy(), world.keys()), "");
    }

    private static OwnBastion started(OwnBastion bastion, String configuration) throws IOException {
        bastion.configure(configuration);
        try {
            bastion.serve();
        } catch (IOException | AssertionError e) {
            bastion.close();
            throw e;
        }
        return bastion;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                directory.resolve("bastion.yaml"), """
                version: 1
                demo: true
                listen: "127.0.0.1:%d"
                names: [bastion]
                data: ./data
                database: %s
                policy: %s
                keys: {directory: %s}
                recordings: {directory: %s, reserve: 1MiB}
                """.formatted(port, database, policy, keys, recordings) + more);
        for (String person : List.of("alice", "bob", "carol")) {
            Path certificate = directory.resolve(person + "-cert.pub");
            Files.writeString(
                    profile(person),
                    Files.readString(world.profile(person))
                            .replaceFirst("Port \\d+", "Port " + port)
                            .replaceFirst(
                                    "CertificateFile .*",
                                    Matcher.quoteReplacement("CertificateFile \"" + certificate + "\"")));
        }
    }

    /** Starts it, or starts it again, and returns when it answers. */
    void serve() throws IOException {
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of(
                world.launcher().toString(),
                "serve",
                "--config",
                directory.resolve("bastion.yaml").toString()));
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        world.until(
                () -> !process.isAlive() || bastion("alice", "whoami").status() == 0, "a bastion of its own answers");
        if (!process.isAlive()) {
            throw new AssertionError("it ended:\n" + Files.readString(log()));
        }
    }

    /** As a power cut would. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As an administrator would; returns its exit status. */
    int stop() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A file of its data, wherever that lies. */
    Path data(String name) {
        return Path.of(
                "/proc",
                Long.toString(process.pid()),
                "root",
                directory.resolve("data/" + name).toString());
    }

    /** A command with its view of the disks. */
    Ran inside(String... words) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--mount", "--target", Long.toString(process.pid())));
        all.addAll(List.of(words));
        return Command.of(all).run();
    }

    /** One of the executable's other commands, with its configuration and, while it runs, with its view of the disks. */
    Ran executable(String... words) {
        List<String> all = new ArrayList<>(List.of(world.launcher().toString()));
        all.addAll(List.of(words));
        all.addAll(List.of("--config", directory.resolve("bastion.yaml").toString()));
        return process.isAlive()
                ? inside(all.toArray(String[]::new))
                : Command.of(all).run();
    }

    Ran bastion(String person, String... words) {
        return ssh(person, Stream.concat(Stream.of("bastion"), Stream.of(words)).toArray(String[]::new))
                .run();
    }

    Command ssh(String person, String... words) {
        return tool("ssh", person, words);
    }

    /** {@code sftp} or {@code scp} or {@code ssh} with a person's profile. */
    Command tool(String tool, String person, String... words) {
        List<String> all = new ArrayList<>(List.of(tool, "-F", profile(person).toString()));
        all.addAll(List.of(words));
        return Command.of(all);
    }

    /** Alice asks, bob approves, and her certificate is written; returns the grant's id. */
    String grant(String target, String login, String length) throws IOException {
        String asked = bastion("alice", "request", target, "--login", login, "--for", length, "--reason", "testing")
                .done()
                .out();
        String approved = bastion("bob", "approve", id("r", asked)).done().out();
        renewCertificate();
        return id("g", approved);
    }

    /** Fetches alice's certificate into the file that her profile names. */
    void renewCertificate() {
        try {
            Files.writeString(
                    directory.resolve("alice-cert.pub"),
                    bastion("alice", "cert").done().out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first id of a kind in a text, for example {@code s-3}. */
    static String id(String kind, String text) {
        Matcher matcher = Pattern.compile("\\b" + kind + "-\\d+\\b").matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + kind + "-… in: " + text);
        }
        return matcher.group();
    }

    Path log() {
        return directory.resolve("bastion.log");
    }

    Path profile(String person) {
        return directory.resolve(person + "_config");
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
