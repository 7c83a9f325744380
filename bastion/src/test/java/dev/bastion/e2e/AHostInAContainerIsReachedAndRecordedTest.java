package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.ssh.ContainerHost;
import dev.bastion.ssh.NeedsContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that shares nothing with this one but the kernel, enrolled by hand. */
@NeedsDemo
@NeedsContainers
class AHostInAContainerIsReachedAndRecordedTest {
    private static final String TARGET = "prod-box-1";
    private static final String HOST = "deploy@" + TARGET;
    private static DemoWorld world;
    private static ContainerHost host;

    @TempDir
    Path scratch;

    @BeforeAll
    static void enrol(DemoWorld demo) throws IOException, InterruptedException {
        world = demo;
        host = ContainerHost.start(
                Map.of("/etc/ssh/target-ca.pub", Files.readString(world.keys().resolve("target-ca.pub"))),
                List.of("deploy"),
                List.of(
                        "TrustedUserCAKeys=/etc/ssh/target-ca.pub",
                        "AuthorizedKeysFile=none",
                        "PasswordAuthentication=no",
                        "LogLevel=VERBOSE"));
        String key = host.run("cat", "/etc/ssh/ssh_host_ed25519_key.pub").strip();
        var address = host.addressInside();
        world.addTarget(TARGET, address.getHostString() + ":" + address.getPort(), key);
        world.grant(TARGET, "deploy", "45m");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void aCommandRunsThere() throws IOException, InterruptedException {
        Ran ran = world.jump(HOST, "hostname; id -un; exit 7").run();
        assertEquals(7, ran.status(), ran::toString);
        assertEquals(host.run("hostname") + "deploy\n", ran.out());
    }

    @Test
    void aShellIsRecorded() {
        String session;
        try (Keyboard shell = world.keyboard(world.jump(HOST))) {
            shell.expect("deploy@[0-9a-f]+:[^\n]*\\$ ");
            shell.type("echo in-a-$((40+2))-container\r");
            shell.expect("in-a-42-container\r\n");
            shell.type("exit 5\r");
            assertEquals(5, shell.end().status());
            session = OwnBastion.id("s", shell.screen());
        }
        Ran cast = world.bastion("bob", "export", session, "--format", "v2");
        assertTrue(cast.done().out().contains("in-a-42-container"), cast::toString);
    }

    @Test
    void aFileGoesThereAndBack() throws IOException {
        Path sent = Files.writeString(scratch.resolve("sent-to-a-container"), "content\n".repeat(100_000));
        Path back = scratch.resolve("back");
        world.tool("sftp", "alice", "-b", "-", "-J", "bastion", HOST)
                .reading("put %s\nget sent-to-a-container %s\n".formatted(sent, back))
                .run()
                .done();
        assertEquals(-1, Files.mismatch(sent, back));
        world.until(
                () -> TransferLines.ofFile(world.recordings(), "sent-to-a-container")
                                .size()
                        == 2,
                "both ways are listed");
    }

    /** What its own administrator sees: a certificate of the bastion, with the person's name in it. */
    @Test
    void itsOwnLogNamesThePerson() {
        world.jump(HOST, "true").run().done();
        world.until(() -> host.log().contains("person=alice grant=g-"), "sshd has logged who came");
    }
}
