package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ssh -A} through {@code -J}, with a real agent here and a real sshd there. */
@NeedsDemo
class AgentIsLentUnderThePermitTest {
    private static final String HOST = "postgres@prod-db-1";

    /** Signs on the host with the key whose public half comes over standard input, and checks the signature there. */
    private static final String SIGN_THERE = """
            cat >/tmp/lent.pub && echo deploy >/tmp/text &&
            ssh-keygen -q -Y sign -f /tmp/lent.pub -n file /tmp/text &&
            echo "alice $(cat /tmp/lent.pub)" >/tmp/signers &&
            ssh-keygen -Y verify -f /tmp/signers -I alice -n file -s /tmp/text.sig </tmp/text""";

    private static DemoWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @Test
    void whatTheHostAskedOfItIsOnTheRecord() throws Exception {
        try (OwnBastion bastion = start(text -> text.replaceFirst("permits: \\[.*\\]", "permits: [exec, agent]"))) {
            bastion.grant("prod-db-1", "postgres", "45m");
            String key = lent();
            Ran listed = onTheHost(bastion, "ssh-add -l", "/dev/null");
            assertTrue(listed.done().out().contains(key), listed::toString);
            Ran signed =
                    onTheHost(bastion, SIGN_THERE, directory.resolve("lent.pub").toString());
            assertTrue(signed.done().out().contains("Good \"file\" signature for alice"), signed::toString);
            world.until(
                    () -> recorded(bastion, "agent-1.jsonl", "\"asked\":\"sign\",\"key\":\"" + key), "it is recorded");
            world.until(() -> recorded(bastion, "agent-1.jsonl", "\"answered\":\"signed\""), "so is the answer");
            assertTrue(recorded(bastion, "events.jsonl", "\"event\":\"agent-lent\""));
            assertTrue(Files.readString(bastion.log()).contains("agent-signature-asked"));
        }
    }

    /** As on a host that lends nothing: there is no agent to be found. */
    @Test
    void withoutThePermitThereIsNone() throws Exception {
        try (OwnBastion bastion = start(UnaryOperator.identity())) {
            bastion.grant("prod-db-1", "postgres", "45m");
            lent();
            Ran none = onTheHost(bastion, "ssh-add -l", "/dev/null");
            assertEquals(2, none.status(), none::toString);
            assertTrue(none.err().contains("Could not open a connection to your authentication agent"), none::toString);
        }
    }

    /** What the host holds open at the end of the grant is cut with all else. */
    @Test
    void atTheEndOfTheGrantItIsGone() throws Exception {
        try (OwnBastion bastion = start(text -> text.replaceFirst("permits: \\[.*\\]", "permits: [exec, agent]"))) {
            String grant = bastion.grant("prod-db-1", "postgres", "45m");
            lent();
            Running ssh = Running.start(
                    Command.of(words(bastion, "while ssh-add -l; do sleep 0.2; done", "/dev/null")),
                    directory.resolve("ssh"));
            try (ssh) {
                world.until(() -> ssh.said().contains("SHA256:"), "the host lists the keys");
                bastion.bastion("carol", "revoke", grant, "--reason", "enough").done();
                assertNotEquals(0, ssh.end().status());
            }
            world.until(() -> recorded(bastion, "events.jsonl", "\"kind\":\"agent\""), "its uses are recorded");
        }
    }

    private OwnBastion start(UnaryOperator<String> change) throws IOException {
        return OwnBastion.in(directory, world, change);
    }

    /** Makes the key that the agent holds; answers its fingerprint. */
    private String lent() {
        Path key = directory.resolve("lent");
        Command.of(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()))
                .run()
                .done();
        String shown = Command.of(List.of("ssh-keygen", "-l", "-f", key.toString()))
                .run()
                .done()
                .out();
        return shown.split(" ", -1)[1];
    }

    private Ran onTheHost(OwnBastion bastion, String command, String input) {
        return Command.of(words(bastion, command, input)).run();
    }

    private List<String> words(OwnBastion bastion, String command, String input) {
        return List.of(
                "ssh-agent",
                "sh",
                "-c",
                "ssh-add -q \"$1\" && exec ssh -F \"$2\" -A -J bastion \"$3\" \"$4\" <\"$5\"",
                "sh",
                directory.resolve("lent").toString(),
                bastion.profile("alice").toString(),
                HOST,
                command,
                input);
    }

    private static boolean recorded(OwnBastion bastion, String name, String text) {
        try (Stream<Path> files = Files.walk(bastion.data("recordings"))) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .anyMatch(file -> {
                        try {
                            return Files.readString(file).contains(text);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
