package dev.bastion.krl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.RevocationKind;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real sshd whose {@code RevokedKeys} is the file that the bastion keeps, and a certificate of the target authority. */
@Timeout(120)
final class SshdObeysTheListTest {
    private static final String USER = System.getProperty("user.name");

    @TempDir
    Path directory;

    private RevokedHouse house;
    private Certificate certificate;
    private Process sshd;
    private int port;

    @BeforeEach
    void start() throws Exception {
        house = new RevokedHouse(directory);
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "host");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "id");
        certificate = certified("id");
        Files.writeString(directory.resolve("ca.pub"), house.target.publicKey().line() + "\n");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(directory.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                TrustedUserCAKeys %s
                RevokedKeys %s
                AuthorizedKeysFile none
                PidFile none
                UsePAM no
                StrictModes no
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                """.formatted(
                        port, directory.resolve("host"), directory.resolve("ca.pub"), house.file.path()));
        // Where sshd was installed and never started, its directory is missing; it takes none but this.
        Path separation = Path.of("/run/sshd");
        if (USER.equals("root") && !Files.exists(separation)) {
            Files.createDirectories(separation);
        }
        File log = directory.resolve("sshd.log").toFile();
        sshd = new ProcessBuilder(
                        "/usr/sbin/sshd",
                        "-D",
                        "-e",
                        "-f",
                        directory.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        RevokedHouse.await(this::answers);
    }

    @AfterEach
    void stop() throws Exception {
        sshd.destroy();
        sshd.waitFor();
        house.close();
    }

    @Test
    void letsNobodyInByWhatIsOnIt() throws Exception {
        assertEquals("in", login("id"));
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "other");
        Certificate others = certified("other");
        assertEquals("in", login("other"));

        house.revocations.withdraw(certificate);
        RevokedHouse.await(() -> house.isRevokedOnDisk(certificate.line("id")));

        assertEquals("out", login("id"));
        assertTrue(log().contains("revoked by file"), this::log);
        assertEquals("in", login("other"));

        house.append(
                house.made(RevocationKind.AUTHORITY, house.target.publicKey().fingerprint()));
        RevokedHouse.await(() -> house.isRevokedOnDisk(others.line("other")));

        assertEquals("out", login("other"));
    }

    @Test
    void neverMissesTheFileWhileItIsWrittenAgainAndAgain() throws Exception {
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 200; i++) {
                house.append(house.made(
                        RevocationKind.KEY, RevokedHouse.key().sshKey().fingerprint()));
            }
        });
        for (int i = 0; i < 10; i++) {
            assertEquals("in", login("id"));
        }
        writer.join();
    }

    private Certificate certified(String name) throws Exception {
        SshPublicKey key = SshPublicKey.parseLine(Files.readString(directory.resolve(name + ".pub")));
        Certificate made = house.signed(house.target, USER, key);
        Files.writeString(directory.resolve(name + "-cert.pub"), made.line(name) + "\n");
        return made;
    }

    private String login(String name) {
        SshTool ssh = SshTool.run(
                directory,
                "ssh",
                "-F",
                "none",
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-i",
                name,
                "-p",
                Integer.toString(port),
                USER + "@127.0.0.1",
                "echo in");
        if (ssh.status() == 0) {
            return ssh.output().strip();
        }
        assertTrue(ssh.output().contains("Permission denied"), () -> ssh.output() + log());
        return "out";
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int)
                    Duration.ofSeconds(1).toMillis());
            return true;
        } catch (IOException notYet) {
            if (!sshd.isAlive()) {
                throw new AssertionError("sshd ended: " + log());
            }
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("sshd.log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void run(String... command) {
        SshTool done = SshTool.run(directory, command);
        assertEquals(0, done.status(), () -> List.of(command) + ": " + done.output());
    }
}
