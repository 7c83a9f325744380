package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The client and the sshd of OpenSSH 10.0 (Debian trixie) and of 8.4 (bullseye), the oldest that Debian still has: 8.9, the
 * oldest that is promised, was in no release of it. With no more than what {@code ssh-config} prints.
 */
@NeedsDemo
class NewerAndOlderOpenSshWorkTest {
    private static DemoWorld world;

    @TempDir
    Path home;

    @BeforeAll
    static void keep(DemoWorld demo) {
        world = demo;
    }

    @ParameterizedTest
    @CsvSource({"trixie, OpenSSH_10.0", "bullseye, OpenSSH_8.4"})
    void withItsClientEveryToolJustWorks(String release, String version) throws IOException {
        OtherOpenSsh openssh = OtherOpenSsh.of(release);
        assertTrue(run(openssh, "ssh", "-V").err().startsWith(version));
        paste();
        Ran without = run(openssh, "ssh", "postgres@prod-web-1", "hostname");
        assertEquals(255, without.status(), without::toString);
        assertTrue(without.err().contains("hint: ssh bastion request prod-web-1 --login postgres"), without::err);

        String grant = world.grant("prod-db-1", "postgres", "45m");
        String host = "postgres@prod-db-1";
        assertEquals("prod-db-1\n", run(openssh, "ssh", host, "hostname").out());
        Path certificate = home.resolve(".ssh/id_ed25519-cert.pub");
        assertTrue(Files.exists(certificate), "the profile fetched it");
        Files.delete(certificate);
        assertEquals(
                "prod-db-1\n",
                run(openssh, "ssh", "-J", "bastion", host, "hostname").out());

        Files.writeString(home.resolve("sent"), "a file\n");
        run(openssh, "scp", "root/sent", host + ":by-scp").done();
        Files.writeString(home.resolve("orders"), "put root/sent by-sftp\nget by-scp root/received\n");
        run(openssh, "sftp", "-b", "root/orders", host).done();
        assertEquals("a file\n", Files.readString(home.resolve("received")));
        assertEquals("a file\n", run(openssh, "ssh", host, "cat", "by-sftp").out());
        world.bastion("alice", "release", grant).done();
    }

    /** OpenSSH 10 divides its server: sshd, sshd-session, and sshd-auth until somebody is in. */
    @ParameterizedTest
    @CsvSource({"trixie, prod-new-1, sshd-session", "bullseye, prod-old-1, sshd"})
    void itsServerTakesTheCertificatesOfTheBastion(String release, String name, String process) {
        world.addHost(name, OtherOpenSsh.of(release));
        String grant = world.grant(name, "postgres", "45m");
        String host = "postgres@" + name;
        assertEquals(name + "\n", world.jump(host, "hostname").run().done().out());
        String parent = world.jump(host, "cat /proc/$PPID/comm").run().done().out();
        assertEquals(process + "\n", parent);
        Path log = world.home(name, "postgres").getParent().resolveSibling("log");
        String said = world.read(log);
        assertTrue(said.contains("Accepted publickey for postgres"), said);
        assertTrue(said.contains("ID person=alice grant=" + grant), said);
        assertFalse(said.contains("error:"), said);
        world.bastion("alice", "release", grant).done();
    }

    /** The defaults of both sides, and nobody is warned of an exchange that a later computer could undo. */
    @Test
    void theNewestClientIsOfferedAnExchangeForTheTimeAfterQuantumComputers() throws IOException {
        OtherOpenSsh openssh = OtherOpenSsh.of("trixie");
        paste();
        Ran ran = run(openssh, "ssh", "-v", "bastion", "whoami");
        assertEquals(0, ran.status(), ran::toString);
        assertTrue(ran.err().contains("kex: algorithm: mlkem768x25519-sha256"), ran::err);
    }

    private void paste() throws IOException {
        Path ssh = Files.createDirectories(home.resolve(".ssh"));
        Files.copy(world.identity("alice"), ssh.resolve("id_ed25519"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(
                ssh.resolve("bastion_config"),
                world.bastion("alice", "ssh-config").done().out());
        Files.writeString(
                ssh.resolve("bastion_known_hosts"),
                world.bastion("alice", "ssh-config", "--known-hosts").done().out());
        Files.writeString(ssh.resolve("config"), "Include bastion_config\n");
    }

    private Ran run(OtherOpenSsh openssh, String... words) {
        return openssh.command(home, words).run();
    }
}
