package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bastion.certs.CertificateTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The profile has ssh fetch a certificate before it connects: only where one is needed, whatever the person's shell is,
 * many times at once, and with nothing in it that somebody typed. Stock ssh reads the profile; the ssh that it starts in
 * turn is a script that counts.
 */
class ProfileFetchesQuietlyTest {
    /** What ssh_config(5) of OpenSSH 8.9 has, of what a profile may need. */
    private static final Set<String> OLD_ENOUGH = Set.of(
            "Host",
            "Match",
            "HostName",
            "Port",
            "HostKeyAlias",
            "User",
            "ProxyJump",
            "ProxyCommand",
            "IdentityFile",
            "CertificateFile",
            "IdentitiesOnly",
            "UserKnownHostsFile",
            "StrictHostKeyChecking");

    @TempDir
    Path directory;

    private World world;
    private Path home;
    private Path fetched;
    private String answer;

    @BeforeEach
    void build() throws IOException {
        world = new World(directory.resolve("recordings"));
        home = Files.createDirectories(directory.resolve("a home's \"name\""));
        fetched = directory.resolve("fetched");
        Files.createDirectory(home.resolve(".ssh"));
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.setPosixFilePermissions(
                Files.writeString(bin.resolve("ssh"), """
                        #!/bin/sh
                        echo "$@" >>"%s"
                        case "$*" in *--refresh) cat "%s" ;; esac
                        """.formatted(fetched, directory.resolve("answer"))),
                PosixFilePermissions.fromString("rwx------"));
        answer = line(Duration.ofHours(1));
        Files.writeString(directory.resolve("answer"), answer);
    }

    @Test
    void isFetchedWhereThereIsNone() throws Exception {
        parse("prod-db-1", "/bin/sh");
        assertEquals(answer, Files.readString(certificate()));
        assertEquals(
                List.of(
                        "-q -l alice -o ControlPath=none -o ConnectTimeout=10 bastion cert --refresh",
                        "-q -O stop bastion"),
                asked());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(certificate())));
    }

    @Test
    void isNotFetchedWhileItIsGood() throws Exception {
        Files.writeString(certificate(), line(Duration.ofMinutes(1)));
        parse("prod-db-1", "/bin/sh");
        assertEquals(List.of(), asked());
    }

    @Test
    void isFetchedWhereItHasExpired() throws Exception {
        Files.writeString(certificate(), line(Duration.ofSeconds(-2)));
        parse("db1", "/bin/sh");
        assertEquals(answer, Files.readString(certificate()));
    }

    @Test
    void leavesTheFileAsItIsWhereNoneIsToBeHad() throws Exception {
        String old = line(Duration.ofSeconds(-2));
        Files.writeString(certificate(), old);
        Files.delete(directory.resolve("answer"));
        parse("prod-db-1", "/bin/sh");
        assertEquals(old, Files.readString(certificate()));
        assertEquals(List.of("id_ed25519-cert.pub"), files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/dash", "/bin/bash", "/bin/zsh", "/bin/mksh", "/bin/tcsh", "/usr/bin/fish"})
    void anyShellOfThePersonDoes(String shell) throws Exception {
        assumeTrue(
                System.getenv("CI") != null || Files.isExecutable(Path.of(shell)), shell + " is not on this machine");
        parse("prod-db-1", shell);
        assertEquals(List.of("id_ed25519-cert.pub"), files());
    }

    @Test
    void twentyAtOnceLeaveOneWholeFile() throws Exception {
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            started.add(start("prod-db-1", "/bin/sh"));
        }
        for (Process ssh : started) {
            assertTrue(ssh.waitFor(60, TimeUnit.SECONDS));
        }
        assertEquals(answer, Files.readString(certificate()));
        assertEquals(List.of("id_ed25519-cert.pub"), files());
    }

    /** For the targets, and for the bastion in its direct form; a command on the bastion itself is not held up. */
    @ParameterizedTest
    @ValueSource(strings = {"prod-db-1", "postgres@db1", "deploy@prod-web-1", "postgres@prod-db-1@bastion"})
    void isFetchedForEachWayToATarget(String destination) throws Exception {
        parse(destination, "/bin/sh");
        assertTrue(Files.exists(certificate()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bastion", "alice@bastion", "elsewhere.example", "prod-db-1.example", "$(touch x)", "-oops"})
    void isFetchedForNothingElse(String destination) throws Exception {
        parse(destination, "/bin/sh");
        assertEquals(List.of(), asked());
        assertEquals(List.of(), files());
    }

    @Test
    void nothingThatIsTypedReachesAShell() {
        String config = config("ssh-config");
        assertEquals(2, config.split("exec ", -1).length - 1);
        // Ssh would put its tokens in; a doubled one is a sign of date's.
        assertFalse(config.replace("%%", "").contains("%"), config);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-config", "ssh-config --windows"})
    void saysNothingThatOldClientsDoNotKnow(String command) {
        Set<String> used = config(command)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split(" ", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(OLD_ENOUGH.containsAll(used), used::toString);
    }

    @Test
    void theWindowsFormNeedsNoShell() {
        String config = config("ssh-config --windows");
        assertFalse(config.contains(" exec "), config);
        assertTrue(
                config.contains("ssh bastion cert | Out-File -Encoding ascii $HOME\\.ssh\\id_ed25519-cert.pub"),
                config);
    }

    @Test
    void whatStandsBelowItIsForEveryHostAgain() {
        assertTrue(config("ssh-config").endsWith("\nMatch all\n"));
    }

    @Test
    void aKeyOfAnotherNameIsNamedEverywhere() {
        String config = config("ssh-config --key id_work");
        assertFalse(config.contains("id_ed25519"), config);
        assertTrue(config.contains("f=id_work-cert.pub"), config);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "../id", "a$b", "a'b", "-f", "a%h", "~/.ssh/id"})
    void aNameThatAShellWouldReadIsNone(String name) {
        Channel refused = world.ssh("alice", "ssh-config --key=" + name);
        assertEquals(2, refused.status, refused::told);
        assertEquals("", refused.printed());
    }

    @Test
    void aRefreshWithoutAGrantSaysNothing() {
        Channel none = world.ssh("alice", "cert --refresh");
        assertEquals(1, none.status);
        assertEquals("", none.printed() + none.told());
        world.grant();
        Channel one = world.ssh("alice", "cert --refresh");
        assertEquals(0, one.status);
        assertTrue(one.printed().startsWith("ssh-ed25519-cert-v01@openssh.com "));
        assertEquals("", one.told());
    }

    private void parse(String destination, String shell) throws IOException, InterruptedException {
        assertTrue(start(destination, shell).waitFor(60, TimeUnit.SECONDS));
    }

    private Process start(String destination, String shell) throws IOException {
        Path profile = Files.writeString(Files.createTempFile(directory, "config", ""), config("ssh-config"));
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/ssh", "-F", profile.toString(), "-G", destination)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "SHELL",
                        shell,
                        "HOME",
                        home.toString(),
                        "PATH",
                        directory.resolve("bin") + ":" + System.getenv("PATH")));
        return builder.start();
    }

    private String config(String command) {
        return world.ssh("alice", command).printed();
    }

    private Path certificate() {
        return home.resolve(".ssh/id_ed25519-cert.pub");
    }

    private List<String> files() throws IOException {
        try (var listed = Files.list(home.resolve(".ssh"))) {
            return listed.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<String> asked() throws IOException {
        return Files.exists(fetched) ? Files.readAllLines(fetched) : List.of();
    }

    /** A certificate of alice's that ends so long from now. */
    private String line(Duration left) {
        Instant end = Instant.now().plus(left).truncatedTo(ChronoUnit.SECONDS);
        return world.access
                        .sign(CertificateTemplate.user(
                                world.keys.get("alice").sshKey(),
                                4711,
                                "person=alice grant=g-1 serial=4711",
                                List.of("alice"),
                                end.minusSeconds(7200),
                                end,
                                Map.of(),
                                Set.of()))
                        .line("alice")
                + "\n";
    }
}
