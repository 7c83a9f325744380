package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of ssh-keygen's, of an authority that nobody here knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificatesAreExplainedTest {
    private static final String NOW = "20261120130000Z:20261120150000Z";

    private CertificateHouse house;

    @BeforeAll
    void make(@TempDir Path directory) throws IOException {
        house = CertificateHouse.make(directory);
        house.keygen("-q", "-t", "ecdsa", "-b", "384", "-N", "", "-f", "ca");
        house.keygen("-q", "-t", "ed25519", "-N", "", "-f", "id");
    }

    private Run inspected(String... options) {
        List<String> arguments = new ArrayList<>(List.of("-q", "-s", "ca"));
        arguments.addAll(List.of(options));
        arguments.add("id.pub");
        house.keygen(arguments.toArray(String[]::new));
        Run run = house.ca("inspect", "id-cert.pub");
        assertEquals(1, run.status(), run::toString);
        assertEquals("", run.err());
        return run;
    }

    private static void assertSays(Run run, String... sentences) {
        for (String sentence : sentences) {
            assertTrue(run.out().contains(sentence), () -> "no \"" + sentence + "\" in\n" + run.out());
        }
    }

    @Test
    void everyPartInASentence() {
        assertSays(
                inspected("-I", "alice laptop", "-n", "alice,root", "-z", "4711", "-V", NOW),
                "this is a certificate for a person, of type ssh-ed25519-cert-v01@openssh.com",
                "it certifies the ssh-ed25519 key SHA256:",
                "it is signed by SHA256:",
                ", which this bastion does not know",
                "its serial is 4711",
                "its key ID is 'alice laptop'",
                "it is good for 'alice', 'root'",
                "it is valid from 2026-11-20T13:00:00Z until 2026-11-20T15:00:00Z, which is now",
                "it permits forwarding of X11, forwarding of the agent, forwarding of ports, a terminal, ~/.ssh/rc",
                "the ledger has no certificate of that serial",
                "this bastion would not accept it now: this certificate is signed by an authority that is not trusted");
    }

    @Test
    void whatIsMissingAndWhatIsStrange() {
        assertSays(
                inspected("-I", "x", "-V", "always:forever", "-O", "clear"),
                "it has no serial, so that it could never be revoked by one",
                "it names nobody, which OpenSSH once took for everybody",
                "it is valid from ever until the end of time, which is now",
                "it permits a host nothing but commands");
        assertSays(inspected("-I", "x", "-n", "a", "-V", "20261120100000Z:20261120110000Z"), "which is over");
        assertSays(inspected("-I", "x", "-n", "a", "-V", "20261121100000Z:20261121110000Z"), "which is yet to come");
    }

    @Test
    void optionsOfOthers() {
        assertSays(
                inspected(
                        "-I",
                        "x",
                        "-n",
                        "alice",
                        "-V",
                        NOW,
                        "-O",
                        "clear",
                        "-O",
                        "force-command=echo hello",
                        "-O",
                        "source-address=10.0.0.0/8",
                        "-O",
                        "verify-required",
                        "-O",
                        "no-touch-required",
                        "-O",
                        "critical:strict@example.com=very",
                        "-O",
                        "extension:note@example.com=hi"),
                "whatever is asked for, a host runs the command 'echo hello' instead",
                "it is good only from these addresses: 10.0.0.0/8",
                "its security key must ask for the PIN at each use",
                "its security key need not be touched",
                "it makes a demand that no OpenSSH knows, 'strict@example.com', so that it is refused everywhere: 'very'",
                "it carries 'note@example.com' = 'hi', which whoever does not know it passes over");
    }

    @Test
    void aHosts() {
        assertSays(
                inspected("-h", "-I", "x", "-n", "prod-db-1", "-z", "5", "-V", NOW),
                "this is a certificate for a host",
                "it is good for the host name 'prod-db-1'",
                "a host's certificate permits nothing, as it should",
                "this certificate is one for hosts, not for people",
                "by access.yaml, no target proves itself with it");
    }

    @Test
    void hostileTextIsEscapedAndCut() {
        String evil = "\u001b[2J\u001b]0;owned\u0007 \u202e" + "x".repeat(500);
        Run run = inspected("-I", evil, "-n", "\u001b[31m", "-z", "5", "-V", NOW, "-O", "force-command=\u001b[2J\nrm");
        assertFalse(run.out().chars().anyMatch(c -> (c < ' ' && c != '\n') || c == 0x202e), run::out);
        assertTrue(run.out().lines().allMatch(line -> line.length() < 400), run::out);
        assertSays(run, "\\u001b[2J");
    }

    @Test
    void plainKeys() {
        Run alice = house.ca("inspect", "alice.pub");
        assertEquals(0, alice.status(), alice::toString);
        assertSays(alice, "this is a public key of type ssh-ed25519, SHA256:", "would accept it now, from 'alice'");

        Run unknown = house.ca("inspect", "id.pub");
        assertEquals(1, unknown.status());
        assertSays(unknown, "would not accept it now: it is nobody's here");

        Run authority = house.inspect(house.read("keys/access-ca.pub"));
        assertEquals(1, authority.status());
        assertSays(authority, "it is this bastion's access CA");
    }

    @Test
    void whatIsNeither() {
        Run text = house.inspect("hello world");
        assertEquals(2, text.status());
        assertTrue(text.err().contains("that is no certificate or public key"), text::err);
        Run damaged = house.inspect("ssh-ed25519-cert-v01@openssh.com AAAA");
        assertEquals(2, damaged.status());
        assertTrue(damaged.err().contains("that is no certificate that can be read here"), damaged::err);
        assertEquals(2, house.inspect("").status());
        assertEquals(2, house.inspect("a\nb\n").status());
        assertEquals(2, house.inspect("x".repeat(200_000)).status());
        assertEquals(2, house.ca("inspect", "nothing.pub").status());
        assertEquals(
                2, house.inspect(house.read("alice.pub"), "--from", "nowhere").status());
        Run hostile = house.inspect("\u001b[2J \u001b[31m");
        assertFalse(hostile.err().contains("\u001b"), hostile::err);
    }
}
