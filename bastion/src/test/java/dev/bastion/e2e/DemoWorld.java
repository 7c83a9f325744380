package dev.bastion.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code deploy/demo} starts, run with the classes under test: two real hosts, a bastion in a process of its own, and
 * alice, bob and carol with their profiles. Safe for several threads after the start. Closing it ends everything and deletes
 * the directory.
 */
final class DemoWorld implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REQUEST = Pattern.compile("\\br-\\d+\\b");
    private static final Pattern GRANT = Pattern.compile("\\bg-\\d+\\b");

    private final Path repository;
    private final Path directory;
    private final Process demo;
    private final AtomicInteger profiles = new AtomicInteger();

    private DemoWorld(Path repository, Path directory, Process demo) {
        this.repository = repository;
        this.directory = directory;
        this.demo = demo;
    }

    /** Whether the demo's hosts can be started here. */
    static boolean possible() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("user.name").equals("root");
    }

    /** Starts a world and returns when all of it answers. */
    static DemoWorld start() {
        try {
            Path repository = repository();
            Path directory = Files.createTempDirectory("world");
            ProcessBuilder builder = new ProcessBuilder(
                            repository.resolve("deploy/demo").toString(),
                            "--dir",
                            directory.resolve("demo").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("demo.log").toFile());
            builder.environment().put("BASTION", launcher(directory).toString());
            DemoWorld world = new DemoWorld(repository, directory.resolve("demo"), builder.start());
            world.awaitReady();
            return world;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        Instant end = Instant.now().plus(START);
        while (!Files.exists(directory.resolve("ready"))) {
            if (!demo.isAlive() || Instant.now().isAfter(end)) {
                String log = Files.readString(directory.resolveSibling("demo.log"));
                close();
                throw new AssertionError("the demo did not start:\n" + log);
            }
            pause(demo);
        }
    }

    /** A moment, or less if the process ends. */
    private static void pause(Process process) {
        try {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A stand-in for the distribution's start script: this test's own classes, with the options that it was given. */
    private static Path launcher(Path directory) throws IOException {
        String options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option ->
                        option.startsWith("-Dorg.apache.sshd.") || option.startsWith("--enable-native-access"))
                .collect(Collectors.joining(" "));
        Path launcher = directory.resolve("bastion");
        Files.writeString(launcher, """
                #!/bin/sh
                umask 077
                exec '%s' -XX:+UseSerialGC -Xmx512m %s $BASTION_JAVA_OPTS -cp '%s' "${BASTION_MAIN:-dev.bastion.cli.Main}" "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        options,
                        System.getProperty("java.class.path")));
        return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    private static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("deploy/demo"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new AssertionError("these tests run inside the repository, where deploy/demo is");
            }
        }
        return directory;
    }

    // ---- what people do

    /** {@code ssh bastion WORDS…} as a person. */
    Ran bastion(String person, String... words) {
        return ssh(person, Stream.concat(Stream.of("bastion"), Stream.of(words)).toArray(String[]::new))
                .run();
    }

    /** {@code ssh} with a person's profile. */
    Command ssh(String person, String... words) {
        return tool("ssh", person, words);
    }

    /** {@code sftp} or {@code scp} or {@code ssh} with a person's profile. */
    Command tool(String tool, String person, String... words) {
        List<String> command =
                new ArrayList<>(List.of(tool, "-F", profile(person).toString()));
        command.addAll(List.of(words));
        return Command.of(command);
    }

    /** {@code ssh -J bastion LOGIN@TARGET WORDS…} as alice. */
    Command jump(String host, String... words) {
        return ssh(
                "alice",
                Stream.concat(Stream.of("-J", "bastion", host), Stream.of(words))
                        .toArray(String[]::new));
    }

    /** A script of bash, with its arguments as {@code $1} and so on. */
    static Command script(String text, String... arguments) {
        List<String> words = new ArrayList<>(List.of("bash", "-c", text, "bash"));
        words.addAll(List.of(arguments));
        return Command.of(words);
    }

    /** A profile of alice's own that differs: these lines come first, so they win, on the jump's own connection too. */
    Path profileWith(String... lines) {
        try {
            Path profile = directory.resolve("alice/ssh_config." + profiles.incrementAndGet());
            Files.writeString(profile, String.join("\n", lines) + "\n" + Files.readString(profile("alice")));
            return profile;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command of alice's on a terminal of 80 columns and 24 rows. */
    Keyboard keyboard(Command command) {
        return new Keyboard(repository.resolve("deploy/lib"), 80, 24, command.words());
    }

    /**
     * Alice asks, bob approves, and her certificate is renewed.
     *
     * @param length as it is typed, for example {@code 45m}
     * @param options further ones of the command {@code request}
     * @return the grant's id, for example {@code g-7}
     */
    String grant(String target, String login, String length, String... options) {
        String[] words = Stream.concat(
                        Stream.of("request", target, "--login", login, "--for", length, "--reason", "testing"),
                        Stream.of(options))
                .toArray(String[]::new);
        Ran asked = bastion("alice", words);
        Ran approved = bastion("bob", "approve", found(REQUEST, asked.done().out()));
        String grant = found(GRANT, approved.done().out() + approved.err());
        renewCertificate();
        return grant;
    }

    /** Fetches alice's certificate into the file that her profile names. */
    void renewCertificate() {
        try {
            Files.writeString(certificate(), bastion("alice", "cert").done().out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command says with {@code --json}. */
    JsonNode json(String person, String... words) {
        try {
            String[] all = Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new);
            return JSON.readTree(bastion(person, all).out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no %s in: %s".formatted(pattern, text));
        }
        return matcher.group();
    }

    /**
     * Starts one more host and adds it to the policy, under the label that everybody's rule covers.
     *
     * @param options lines for its sshd_config
     */
    void addHost(String name, String... options) {
        addHost(
                name,
                Stream.of(options)
                        .flatMap(option -> Stream.of("--option", option))
                        .toList());
    }

    /** Starts one more host with the sshd of another OpenSSH. */
    void addHost(String name, OtherOpenSsh openssh) {
        addHost(name, List.of("--root", openssh.root().toString()));
    }

    private void addHost(String name, List<String> arguments) {
        Path host = directory.resolve("targets").resolve(name);
        List<String> up = new ArrayList<>(List.of(
                repository.resolve("deploy/lib/target").toString(),
                "up",
                name,
                host.toString(),
                "--ca",
                directory.resolve("keys/target-ca.pub").toString(),
                "--owner",
                Long.toString(demo.pid())));
        up.addAll(arguments);
        Command.of(up).run().done();
        try {
            addTarget(
                    name,
                    Files.readString(host.resolve("address")).strip(),
                    Files.readString(host.resolve("host_key.pub")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one more host that knows nothing of the bastion, and adds it to the policy under the label that everybody's
     * rule covers.
     *
     * @param entry further lines of its entry in the policy, indented by four blanks
     */
    NewHost addNewHost(String name, String entry) {
        Path host = directory.resolve("targets").resolve(name);
        Command.of(List.of(
                        repository.resolve("deploy/lib/target").toString(),
                        "up",
                        name,
                        host.toString(),
                        "--owner",
                        Long.toString(demo.pid())))
                .run()
                .done();
        try {
            String address = Files.readString(host.resolve("address")).strip();
            addTarget(
                    name,
                    address,
                    Files.readString(host.resolve("host_key.pub")).strip(),
                    entry);
            return new NewHost(host, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the executable's commands, with the demo's configuration. */
    Ran executable(String... words) {
        List<String> all = new ArrayList<>(List.of(launcher().toString()));
        all.addAll(List.of(words));
        all.addAll(List.of("--config", directory.resolve("bastion.yaml").toString()));
        return Command.of(all).run();
    }

    /** Adds a host to the policy that answers already, under the label that everybody's rule covers. */
    void addTarget(String name, String address, String hostKey) {
        addTarget(name, address, hostKey, "");
    }

    private void addTarget(String name, String address, String hostKey, String more) {
        try {
            String entry = """
                    targets:
                      %s:
                        address: "%s"
                        labels: {env: prod}
                        logins: [postgres, deploy]
                        host-key: "%s"
                    """.formatted(name, address, hostKey) + more;
            Path changed = directory.resolve("access.yaml.new");
            Files.writeString(
                    changed, Files.readString(policy()).replaceFirst("targets:\n", Matcher.quoteReplacement(entry)));
            Files.move(changed, policy(), StandardCopyOption.ATOMIC_MOVE);
            String authority = Files.readString(directory.resolve("keys/host-ca.pub"));
            Files.writeString(
                    directory.resolve("alice/known_hosts"),
                    "@cert-authority " + name + " " + authority,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        until(() -> bastion("alice", "targets").out().contains(name), "the bastion reads the new policy");
    }

    /** Waits until something holds, for at most two minutes. */
    void until(BooleanSupplier holds, String what) {
        Instant end = Instant.now().plusSeconds(120);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("within two minutes it did not happen that " + what);
            }
            pause(demo);
        }
    }

    // ---- where things lie

    /** What a file says. */
    String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the bastion listens, on this machine. */
    int port() {
        return Integer.parseInt(read(directory.resolve("ready")).strip().replaceFirst(".*:", ""));
    }

    Path profile(String person) {
        return directory.resolve(person).resolve("ssh_config");
    }

    Path identity(String person) {
        return directory.resolve(person).resolve("id_ed25519");
    }

    Path certificate() {
        return directory.resolve("alice/id_ed25519-cert.pub");
    }

    /** The home directory of a login on a target, as this machine sees it. */
    Path home(String target, String login) {
        return directory.resolve("targets").resolve(target).resolve("home").resolve(login);
    }

    Path recordings() {
        return directory.resolve("data/recordings");
    }

    Path policy() {
        return directory.resolve("access.yaml");
    }

    Path keys() {
        return directory.resolve("keys");
    }

    /** The executable {@code bastion}, with the classes under test. */
    Path launcher() {
        return directory.resolveSibling("bastion");
    }

    /** The process of the bastion. */
    ProcessHandle process() {
        try {
            long pid = Long.parseLong(
                    Files.readString(directory.resolve("bastion.pid")).strip());
            return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("the bastion has ended"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        demo.destroy();
        try {
            demo.waitFor();
            new ProcessBuilder(
                            "rm",
                            "-rf",
                            "--one-file-system",
                            directory.getParent().toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
