package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** THREATS T8: the profile that people paste trusts the host authority for the targets' names and never for all. */
class ProfileTrustsTargetsNamesOnlyTest {
    @TempDir
    Path directory;

    private World world;

    @BeforeEach
    void build() {
        world = new World(directory);
    }

    @Test
    void namesEachTargetAndPinsTheBastion() {
        String known = world.ssh("alice", "ssh-config --known-hosts").printed();
        assertEquals(
                List.of(
                        "bastion " + world.hostKey.sshKey().line(),
                        "@cert-authority prod-db-1,db1,[prod-web-1]:2201 "
                                + world.host.publicKey().line()),
                known.lines().toList());
        assertFalse(known.contains("*"));
    }

    @Test
    void namesNoTargetThatThePersonMayNotAskFor() {
        assertFalse(world.ssh("mallory", "ssh-config --known-hosts").printed().contains("@cert-authority"));
        assertFalse(world.ssh("mallory", "ssh-config").printed().contains("prod"));
    }

    @ParameterizedTest
    @CsvSource({"--windows, Out-File -Encoding ascii", "'', '> ~/.ssh/bastion_config'"})
    void saysHowToSaveIt(String option, String saying) {
        assertTrue(world.ssh("alice", "ssh-config " + option).told().contains(saying));
    }

    @ParameterizedTest
    @CsvSource({
        "prod-db-1, proxyjump bastion",
        "db1, proxyjump bastion",
        "prod-web-1, port 2201",
        "prod-db-1, identitiesonly yes",
        "prod-db-1, certificatefile ~/.ssh/id_ed25519-cert.pub",
        "bastion, hostname 127.0.0.1",
        "bastion, port 2222",
        "bastion, hostkeyalias bastion",
        "bastion, user alice",
        "bastion, stricthostkeychecking true",
    })
    void isReadByStockSsh(String host, String setting) throws IOException, InterruptedException {
        assertTrue(understood("ssh-config", host).contains(setting), setting);
    }

    @Test
    void isReadByStockSshInItsWindowsForm() throws IOException, InterruptedException {
        assertTrue(understood("ssh-config --windows", "prod-db-1")
                .contains("proxycommand C:/Windows/System32/OpenSSH/ssh.exe -W [%h]:%p bastion"));
    }

    /** What {@code ssh -G} makes of the profile. */
    private List<String> understood(String command, String host) throws IOException, InterruptedException {
        Path profile = Files.writeString(
                directory.resolve("config"), world.ssh("alice", command).printed());
        ProcessBuilder builder =
                new ProcessBuilder("ssh", "-F", profile.toString(), "-G", host).redirectErrorStream(true);
        // What the profile has ssh run is not run here: it would be in the home of whoever tests.
        builder.environment().put("SHELL", "/bin/false");
        Process ssh = builder.start();
        String said = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, ssh.waitFor(), said);
        return said.lines().toList();
    }
}
