package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock ssh offers the plain key before the certificate beside it; each way to hold them has to end with the certificate. */
@NeedsDemo
class StockClientsFindTheCertificateTest {
    private static final String HOST = "postgres@prod-db-1";
    private static DemoWorld world;

    @BeforeAll
    static void grant(DemoWorld demo) {
        world = demo;
        world.grant("prod-db-1", "postgres", "45m");
    }

    @Test
    void namedByCertificateFile() {
        assertWorks(world.profileWith("BatchMode yes"));
    }

    @Test
    void besideTheIdentityFile() throws IOException {
        assertWorks(without("CertificateFile", "BatchMode yes"));
    }

    @Test
    void underTheDefaultNames(@TempDir Path home) throws IOException {
        Path ssh = Files.createDirectory(home.resolve(".ssh"));
        Files.copy(world.identity("alice"), ssh.resolve("id_ed25519"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(world.certificate(), ssh.resolve("id_ed25519-cert.pub"));
        Path profile = without("IdentityFile|CertificateFile|IdentitiesOnly", "BatchMode yes");
        // ssh looks up the home directory of the account, so this one is laid over it in a mount namespace.
        Ran ran = DemoWorld.script(
                        "exec unshare --mount sh -c 'mount --bind \"$1\" ~root && exec ssh -F \"$2\" -J bastion \"$3\" hostname' sh \"$@\"",
                        home.toString(),
                        profile.toString(),
                        HOST)
                .with("SSH_AUTH_SOCK", "")
                .run();
        assertEquals("prod-db-1\n", ran.out(), ran::toString);
    }

    @Test
    void inAnAgent() throws IOException {
        Path profile = without("IdentityFile|CertificateFile|IdentitiesOnly", "BatchMode yes", "IdentityFile none");
        Ran ran = DemoWorld.script(
                        "exec ssh-agent sh -c 'ssh-add -q \"$1\" && ssh -F \"$2\" -J bastion \"$3\" hostname' sh \"$@\"",
                        world.identity("alice").toString(),
                        profile.toString(),
                        HOST)
                .run();
        assertEquals("prod-db-1\n", ran.out(), ran::toString);
    }

    @Test
    void amongOtherKeysInAnAgent(@TempDir Path scratch) throws IOException {
        Path profile = without("IdentityFile|CertificateFile|IdentitiesOnly", "BatchMode yes", "IdentityFile none");
        Ran ran = DemoWorld.script(
                        """
                        exec ssh-agent sh -c '
                            for type in ed25519 ecdsa; do
                                ssh-keygen -q -t $type -N "" -f "$1/$type" && ssh-add -q "$1/$type" || exit
                            done
                            ssh-add -q "$2" && ssh -F "$3" -J bastion "$4" hostname' sh "$@"
                        """, scratch.toString(), world.identity("alice").toString(), profile.toString(), HOST)
                .run();
        assertEquals("prod-db-1\n", ran.out(), ran::toString);
    }

    /** While a certificate for this very key lives elsewhere; ends by keyboard-interactive, which asks nothing. */
    @Test
    void aPlainKeyAloneRunsCommandsOnly(@TempDir Path scratch) throws IOException {
        Path key = Files.copy(world.identity("alice"), scratch.resolve("key"), StandardCopyOption.COPY_ATTRIBUTES);
        Path profile = without("IdentityFile|CertificateFile", "IdentityFile " + key);
        Ran jump = Command.of(List.of("ssh", "-F", profile.toString(), "-J", "bastion", HOST, "hostname"))
                .run();
        assertEquals(255, jump.status(), jump::toString);
        assertTrue(jump.err().contains("needs your certificate"), jump::err);
        Ran whoami = Command.of(List.of("ssh", "-F", profile.toString(), "bastion", "whoami"))
                .run();
        assertTrue(whoami.done().out().contains("alice"), whoami::toString);
    }

    private static Path without(String keywords, String... lines) throws IOException {
        Path profile = world.profileWith(lines);
        Files.writeString(profile, Files.readString(profile).replaceAll("(?m)^ +(" + keywords + ") .*\n", ""));
        return profile;
    }

    private static void assertWorks(Path profile) {
        Ran ran = Command.of(List.of("ssh", "-F", profile.toString(), "-J", "bastion", HOST, "hostname"))
                .run();
        assertEquals("prod-db-1\n", ran.out(), ran::toString);
    }
}
