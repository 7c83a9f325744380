package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hosts that cannot trust a certificate authority: a dropbear, and an OpenSSH that speaks as its grandfather did. They are
 * opened by a password or a key that the bastion fetches for one login, with algorithms that nothing else is offered.
 */
@NeedsDemo
class OldAppliancesAreReachedTest {
    /** Nothing in it may be lost on the way, and it is found again wherever it should not be. */
    private static final String PASSWORD = "Gr8 $HOME \"q\" 'x' \\ #1";

    /** A server on loopback that sees accounts of its own: {@code deploy} and {@code postgres}. */
    private static final String SERVER = """
            set -e
            dir=$1 port=$2 password=$3 kind=$4
            hash=$(openssl passwd -6 "$password")
            chmod 0755 "$dir"
            printf '%s\\n' root:x:0:0:root:/root:/bin/sh sshd:x:64100:65534::/run/sshd:/usr/sbin/nologin \\
                "deploy:x:64102:64102:deploy:$dir/deploy:/bin/sh" \\
                "postgres:x:64101:64101:postgres:$dir/postgres:/bin/sh" >"$dir/passwd"
            printf '%s\\n' 'root:*:20000::::::' 'sshd:*:20000::::::' "deploy:$hash:20000:0:99999:7:::" \\
                "postgres:$hash:20000:0:99999:7:::" >"$dir/shadow"
            for login in deploy:64102 postgres:64101; do
                mkdir -p "$dir/${login%:*}/.ssh"
                cp "$dir/key.pub" "$dir/${login%:*}/.ssh/authorized_keys"
                chown -R "${login#*:}:${login#*:}" "$dir/${login%:*}"
                chmod -R go= "$dir/${login%:*}"
            done
            mount --make-rprivate /
            mount --bind "$dir/passwd" /etc/passwd
            mount --bind "$dir/shadow" /etc/shadow
            mount -t tmpfs tmpfs /run
            mkdir /run/sshd
            PATH=$PATH:/usr/sbin
            if [ "$kind" = dropbear ]; then
                exec dropbear -F -E -p "127.0.0.1:$port" -r "$dir/dropbear_key" -P "$dir/pid"
            fi
            exec "$(command -v sshd)" -D -e -f "$dir/sshd_config"
            """;

    private static final List<Process> SERVERS = new ArrayList<>();

    @TempDir
    static Path directory;

    private static OwnBastion bastion;
    private static Path launcher;

    @BeforeAll
    static void start(DemoWorld world) throws IOException {
        launcher = world.launcher();
        // Sshd reads what lies in a home as its owner.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path dropbear = Files.createDirectory(directory.resolve("dropbear"));
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                dropbear.resolve("key").toString());
        run(
                "dropbearkey",
                "-t",
                "ed25519",
                "-f",
                dropbear.resolve("dropbear_key").toString());
        String box = run(
                        "dropbearkey",
                        "-y",
                        "-f",
                        dropbear.resolve("dropbear_key").toString())
                .out()
                .lines()
                .filter(line -> line.startsWith("ssh-ed25519 "))
                .findFirst()
                .orElseThrow();
        int boxPort = server(world, dropbear, "dropbear");

        Path old = Files.createDirectory(directory.resolve("old"));
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "rsa",
                "-b",
                "2048",
                "-m",
                "PEM",
                "-N",
                "",
                "-f",
                old.resolve("key").toString());
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "rsa",
                "-b",
                "2048",
                "-N",
                "",
                "-f",
                old.resolve("host_key").toString());
        Files.writeString(old.resolve("sshd_config"), """
                ListenAddress 127.0.0.1
                HostKey %s
                PidFile none
                KexAlgorithms diffie-hellman-group14-sha1
                HostKeyAlgorithms ssh-rsa
                Ciphers aes128-cbc
                MACs hmac-sha1
                PubkeyAcceptedAlgorithms ssh-rsa
                PasswordAuthentication no
                KbdInteractiveAuthentication yes
                UsePAM yes
                """.formatted(old.resolve("host_key")));
        int oldPort = server(world, old, "sshd");

        Path secret = Files.createFile(
                directory.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, PASSWORD + "\n");
        String oldKey = Files.readString(old.resolve("host_key.pub"));
        String targets = target("box", boxPort, box, "aes128-ctr")
                + target("box-modern", boxPort, box, "")
                + target("box-wrong", boxPort, box, "aes128-ctr")
                + target("box-hangs", boxPort, box, "aes128-ctr")
                + target("box-fails", boxPort, box, "aes128-ctr")
                + target("box-floods", boxPort, box, "aes128-ctr")
                + target("switch", oldPort, oldKey, "diffie-hellman-group14-sha1, ssh-rsa, aes128-cbc, hmac-sha1")
                + target("switch-half", oldPort, oldKey, "diffie-hellman-group14-sha1, ssh-rsa, hmac-sha1");
        bastion = OwnBastion.in(
                Files.createDirectory(directory.resolve("bastion")),
                world,
                List.of("env", "SWITCH=" + PASSWORD),
                text -> text.replaceFirst("targets:\n", Matcher.quoteReplacement("targets:\n" + targets)),
                """
                credentials:
                  - {target: box, login: deploy, password-file: %1$s}
                  - {target: box, login: postgres, key-command: [/bin/cat, %2$s]}
                  - {target: box-modern, login: deploy, password-file: %1$s}
                  - {target: box-wrong, login: deploy, password-command: [/bin/echo, not the one]}
                  - {target: box-hangs, login: deploy, password-command: [/bin/sleep, "600"]}
                  - {target: box-fails, login: deploy, password-command: [/bin/sh, -c, "cat %1$s >&2; exit 1"]}
                  - {target: box-floods, login: deploy, password-command: [/usr/bin/yes]}
                  - {target: switch, login: deploy, password-env: SWITCH}
                  - {target: switch, login: postgres, key-file: %3$s}
                """.formatted(secret, dropbear.resolve("key"), old.resolve("key")));
        grant(
                "deploy",
                "box",
                "box-modern",
                "box-wrong",
                "box-hangs",
                "box-fails",
                "box-floods",
                "switch",
                "switch-half");
        grant("postgres", "box", "switch");
    }

    @AfterAll
    static void stop() {
        if (bastion != null) {
            bastion.close();
        }
        SERVERS.forEach(server -> server.descendants().forEach(ProcessHandle::destroyForcibly));
        SERVERS.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource({
        "deploy, box, by password on dropbear",
        "postgres, box, by an ed25519 key on dropbear",
        "deploy, switch, by keyboard-interactive on an old sshd",
        "postgres, switch, by an rsa key with SHA-1 on an old sshd",
    })
    void eachWayIn(String login, String target, String how) {
        Ran ran = reach(login, target);
        assertEquals(login + "\n", ran.out(), () -> how + "\n" + ran + log());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "box-wrong|box-wrong did not accept the login \"deploy\"; tell an administrator|it refused the password",
                "box-hangs|the bastion has nothing to log in with as \"deploy\" on box-hangs now|\"/bin/sleep\" gave no"
                        + " answer within 10 s",
                "box-fails|the bastion has nothing to log in with as \"deploy\" on box-fails now|\"/bin/sh\" ended with"
                        + " status 1",
                "box-floods|the bastion has nothing to log in with as \"deploy\" on box-floods now|\"/usr/bin/yes\" gave"
                        + " more than 16384 bytes",
                "box-modern|box-modern speaks none of the algorithms that are accepted here|encryption algorithms",
                "switch-half|switch-half speaks none of the algorithms that are accepted here|encryption algorithms",
            })
    void whatGoesWrongIsSaidToThePersonAndToTheLog(String target, String toThePerson, String toTheLog) {
        Ran ran = reach("deploy", target);
        assertEquals(255, ran.status(), ran::toString);
        assertTrue(ran.err().contains(toThePerson), ran::err);
        assertTrue(log().contains(toTheLog), OldAppliancesAreReachedTest::log);
    }

    @Test
    void reviewersAreToldOfIt() throws IOException {
        reach("deploy", "switch");
        JsonNode session = recorded("switch");
        assertEquals("password", session.path("onward_login").asText());
        assertEquals(
                List.of("diffie-hellman-group14-sha1", "ssh-rsa", "aes128-cbc", "hmac-sha1"),
                session.path("old_algorithms")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList());
        String listed =
                bastion.bastion("bob", "recordings", "--target", "switch").out();
        assertTrue(listed.contains("logged in by password, old algorithms"), listed);
    }

    @Test
    void checkWarnsOfIt() {
        Ran check = Command.of(List.of(
                        launcher.toString(),
                        "check",
                        "--config",
                        directory.resolve("bastion/bastion.yaml").toString()))
                .with("SWITCH", PASSWORD)
                .run();
        assertEquals("nothing is wrong\n", check.out(), check::toString);
        assertTrue(
                check.err()
                        .contains(
                                "warning: target 'switch' is offered old algorithms: diffie-hellman-group14-sha1, ssh-rsa,"
                                        + " aes128-cbc, hmac-sha1"),
                check::err);
        assertTrue(
                check.err()
                        .contains("warning: 'postgres' on target 'box' is opened by a key that stays good, not by a"
                                + " certificate of a minute"),
                check::err);
    }

    /** Neither what people connect to, nor another target. */
    @Test
    void nobodyElseIsOfferedWhatIsOld() {
        for (String option : List.of(
                "KexAlgorithms=diffie-hellman-group14-sha1",
                "Ciphers=aes128-cbc,aes128-ctr",
                "HostKeyAlgorithms=ssh-rsa")) {
            Ran outer = bastion.ssh("alice", "-o", option, "bastion", "whoami").run();
            assertEquals(255, outer.status(), outer::toString);
            assertTrue(outer.err().contains("no matching"), outer::err);
        }
    }

    /** Not in what the bastion writes, whichever way the login went. */
    @Test
    void theSecretsAreNowhere() throws IOException {
        reach("deploy", "box");
        reach("deploy", "box-fails");
        reach("postgres", "switch");
        String key = Files.readAllLines(directory.resolve("old/key")).get(3);
        try (Stream<Path> files = Files.walk(directory.resolve("bastion"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(PASSWORD) || text.contains("Gr8 $HOME"), file::toString);
                assertFalse(text.contains(key), file::toString);
            }
        }
    }

    private static Ran reach(String login, String target) {
        return bastion.ssh("alice", login + "@" + target + "@bastion", "id -un").run();
    }

    private static JsonNode recorded(String target) throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(bastion.bastion("bob", "recordings", "--target", target, "--json")
                        .out())
                .path("recordings");
        return all.path(all.size() - 1);
    }

    private static void grant(String login, String... targets) throws IOException {
        List<String> words = new ArrayList<>(List.of("request"));
        words.addAll(List.of(targets));
        words.addAll(List.of("--login", login, "--for", "45m", "--reason", "testing"));
        String asked =
                bastion.bastion("alice", words.toArray(String[]::new)).done().out();
        bastion.bastion("bob", "approve", OwnBastion.id("r", asked)).done();
        Files.writeString(
                directory.resolve("bastion/alice-cert.pub"),
                bastion.bastion("alice", "cert").done().out());
    }

    private static String target(String name, int port, String hostKey, String algorithms) {
        return """
              %s:
                address: "127.0.0.1:%d"
                labels: {env: prod}
                logins: [postgres, deploy]
                host-key: "%s"
                old-algorithms: [%s]
            """.formatted(name, port, hostKey.strip(), algorithms);
    }

    private static int server(DemoWorld world, Path dir, String kind) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        if (kind.equals("sshd")) {
            Files.writeString(
                    dir.resolve("sshd_config"), "Port " + port + "\n" + Files.readString(dir.resolve("sshd_config")));
        }
        Path log = dir.resolve("log");
        Process server = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "bash",
                        "-c",
                        SERVER,
                        "server",
                        dir.toString(),
                        Integer.toString(port),
                        PASSWORD,
                        kind)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        SERVERS.add(server);
        world.until(() -> answers(port) || !server.isAlive(), kind + " answers");
        assertTrue(server.isAlive(), Files.readString(log));
        return port;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            return socket.getInputStream().read() == 'S';
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Ran run(String... words) {
        return Command.of(List.of(words)).run().done();
    }

    private static String log() {
        try {
            return Files.readString(bastion.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
