package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real hosts whose sshd trusts the old key, both or the new one, while a hundred commands run on them. The new key of the
 * target authority lies in a token, which is pulled out and put back.
 */
@NeedsDemo
class AuthoritiesChangeTheirKeysWithoutAGapTest {
    private static final List<String> HOSTS = List.of("trusts-old", "trusts-both", "trusts-new");
    private static final String PIN = "pin-135790";
    private static DemoWorld world;

    @TempDir
    Path scratch;

    private OwnBastion bastion;
    private Path tokens;
    private final List<Running> running = new ArrayList<>();

    @BeforeAll
    static void keep(DemoWorld demo) {
        world = demo;
        HOSTS.forEach(host -> world.addHost(host));
    }

    @BeforeEach
    void openEverything() throws IOException {
        bastion = OwnBastion.withKeysOfItsOwn(scratch, world, token());
        for (String host : HOSTS) {
            bastion.grant(host, "postgres", "45m");
        }
    }

    /** Starts that many commands on each host, one of each at a time: the bastion dials a host so often at once and no more. */
    private void runOnEach(int many) {
        for (int number = 0; number < many; number++) {
            List<Running> begun = new ArrayList<>();
            for (String host : HOSTS) {
                begun.add(Running.start(command(host, number < 3), scratch.resolve(host + number)));
            }
            begun.forEach(command -> world.until(() -> command.said().contains("tick"), "the command runs"));
            running.addAll(begun);
        }
    }

    private Command command(String host, boolean throughTunnel) {
        String work = "while sleep 1; do echo tick || exit; done";
        return throughTunnel
                ? bastion.ssh("alice", "-J", "bastion", "postgres@" + host, work)
                : bastion.ssh("alice", "-l", "postgres@" + host, "bastion", work);
    }

    /** A token of SoftHSM, for the bastion and for the commands beside it. */
    private String token() throws IOException {
        Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
        tokens = configuration.resolveSibling("tokens-e2e");
        Command.of(List.of("rm", "-rf", tokens.toString())).run().done();
        Files.createDirectories(tokens);
        Files.writeString(
                configuration,
                "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n".formatted(tokens));
        String made = Command.of(List.of(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label",
                        "ca",
                        "--so-pin",
                        "so-1234",
                        "--pin",
                        PIN))
                .run()
                .done()
                .out();
        Matcher slot = Pattern.compile("reassigned to slot (\\d+)").matcher(made);
        assertTrue(slot.find(), made);
        Path pin = Files.createFile(
                scratch.resolve("pin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(pin, PIN + "\n");
        return "token: {library: /usr/lib/softhsm/libsofthsm2.so, slot: %s, pin-file: %s}\n"
                .formatted(slot.group(1), pin);
    }

    @AfterEach
    void closeEverything() {
        running.forEach(Running::close);
        bastion.close();
    }

    private static Path trusted(String host) {
        return world.home(host, "postgres").getParent().getParent().resolve("etc/ssh/user-ca.pub");
    }

    private static void trust(String host, String... lines) throws IOException {
        Files.writeString(trusted(host), String.join("\n", lines) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    }

    private void opens(String... hosts) {
        for (String host : hosts) {
            Ran ran = bastion.ssh("alice", "-J", "bastion", "postgres@" + host, "echo", "here")
                    .run();
            assertEquals("here\n", ran.out(), () -> host + ": " + ran);
        }
    }

    private void opensEveryHost() {
        opens(HOSTS.toArray(String[]::new));
        running.forEach(command -> assertTrue(command.isAlive(), command::said));
    }

    private Ran ca(String... words) {
        return bastion.executable(
                Stream.concat(Stream.of("ca"), Stream.of(words)).toArray(String[]::new));
    }

    private String status() {
        return ca("status").done().out();
    }

    @Test
    void ofATargetWhileAHundredSessionsRun() throws IOException {
        runOnEach(34);
        String old = Files.readString(trusted("trusts-old")).strip();
        String next = ca("init", "target", "--token").done().out().strip();
        assertTrue(next.startsWith("ecdsa-sha2-nistp256 "), next);
        world.until(() -> !status().contains("no bastion yet"), "the bastion holds the key");
        opensEveryHost();

        trust("trusts-both", old, next);
        ca("rotate", "target").done();
        trust("trusts-new", next);
        String probed = ca("status", "--probe").done().out();
        assertTrue(probed.contains("\n  trusts-both: accepts it\n"), probed);
        assertTrue(probed.contains("\n  trusts-new: accepts it\n"), probed);
        assertTrue(probed.contains("\n  trusts-old: ") && !probed.contains("\n  trusts-old: accepts"), probed);
        world.until(
                () -> bastion.ssh("alice", "-J", "bastion", "postgres@trusts-new", "true")
                                .run()
                                .status()
                        == 0,
                "the bastion follows");
        opensEveryHost();
        ca("rotate", "target").done();
        opensEveryHost();
        world.until(() -> !status().contains("trusts-both, "), "it is known who has followed");
        assertTrue(status().contains("trusts-old"), this::status);
        Ran early = ca("retire", "target");
        assertEquals(1, early.status(), early::toString);

        trust("trusts-old", old, next);
        opensEveryHost();
        ca("retire", "target", "--force").done();
        HOSTS.forEach(host -> {
            try {
                trust(host, next);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        opensEveryHost();
        losesItsToken();
        saysNoSecret();
        assertEquals(0, bastion.executable("verify").status());
    }

    private void losesItsToken() throws IOException {
        Path away = tokens.resolveSibling("tokens-away");
        Files.move(tokens, away);
        try {
            Ran refused = bastion.ssh("alice", "-J", "bastion", "postgres@trusts-new", "true")
                    .run();
            assertNotEquals(0, refused.status());
            assertTrue(
                    refused.err().contains("no certificate for trusts-new can be signed now; tell an administrator"),
                    refused::toString);
            assertEquals(0, bastion.bastion("alice", "whoami").status(), "the rest goes on");
            running.forEach(command -> assertTrue(command.isAlive(), command::said));
        } finally {
            Files.move(away, tokens);
        }
        // This driver finds its token again in another process alone.
        running.forEach(Running::close);
        running.clear();
        assertEquals(0, bastion.stop());
        bastion.serve();
        opensEveryHost();
    }

    private void saysNoSecret() throws IOException {
        assertFalse(Files.readString(bastion.log()).contains(PIN));
        String everywhere =
                Command.of(List.of("ps", "-eo", "args")).run().done().out();
        assertFalse(everywhere.contains(PIN));
    }

    @Test
    void peopleFollowTheAuthorityOfFacesAndTheirOwn() throws IOException {
        runOnEach(3);
        ca("init", "host").done();
        world.until(() -> !status().contains("no bastion yet"), "the bastion holds the key");
        ca("rotate", "host").done();
        Ran waits = ca("rotate", "host");
        assertEquals(1, waits.status(), waits::toString);
        assertTrue(waits.err().contains("people have not fetched a profile with it yet: "), waits::toString);
        Path known = scratch.resolve("known_hosts");
        Files.writeString(
                known,
                bastion.bastion("alice", "ssh-config", "--known-hosts").done().out());
        assertEquals(
                2,
                Files.readString(known)
                        .lines()
                        .filter(line -> line.startsWith("@cert-authority"))
                        .count());
        Files.writeString(
                bastion.profile("alice"),
                "UserKnownHostsFile \"%s\"\n".formatted(known) + Files.readString(bastion.profile("alice")));
        world.until(() -> !status().contains("with it: alice"), "it is known that alice has followed");
        opensEveryHost();
        ca("rotate", "host", "--force").done();
        world.until(() -> status().contains("next: bastion ca retire host, not before "), "the new one signs");
        opensEveryHost();

        ca("init", "access").done();
        world.until(() -> !status().contains("no bastion yet"), "the bastion holds the key");
        ca("rotate", "access").done();
        ca("rotate", "access").done();
        opensEveryHost();
        world.until(
                () -> {
                    bastion.renewCertificate();
                    return status().contains("signer " + signer());
                },
                "certificates are signed by the new key");
        opensEveryHost();
        // By force it takes what it signed along: what alice began with the certificate that it signed ends.
        ca("retire", "access", "--force").done();
        opens(HOSTS.toArray(String[]::new));
        running.forEach(command -> world.until(() -> !command.isAlive(), "what the old key opened ends"));
        assertEquals(0, bastion.executable("verify").status());
    }

    /** The fingerprint of the key that signed alice's certificate, as ssh-keygen says. */
    private String signer() {
        String said = Command.of(List.of(
                        "ssh-keygen",
                        "-L",
                        "-f",
                        scratch.resolve("alice-cert.pub").toString()))
                .run()
                .done()
                .out();
        Matcher matcher = Pattern.compile("Signing CA: \\S+ (SHA256:\\S+)").matcher(said);
        assertTrue(matcher.find(), said);
        return matcher.group(1);
    }
}
