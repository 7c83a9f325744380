package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.TestPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator types, and what they are told to do at each step. */
class AuthorityChangesItsKeyStepByStepTest {
    @TempDir
    Path directory;

    @BeforeEach
    void initialise() throws IOException {
        Run.in(directory, "init", "--demo");
        Files.writeString(directory.resolve("access.yaml"), TestPolicies.HOUSE);
    }

    private Run ca(String... words) {
        String[] args = new String[words.length + 1];
        args[0] = "ca";
        System.arraycopy(words, 0, args, 1, words.length);
        return Run.in(directory, args);
    }

    private Run done(String... words) {
        Run run = ca(words);
        assertEquals(0, run.status(), run::toString);
        return run;
    }

    @Test
    void aHostsKeyFromItsIntroductionToItsEnd() throws IOException {
        Run made = done("init", "target");
        String line = made.out().strip();
        assertTrue(line.startsWith("ssh-ed25519 AAAA"), made::toString);
        assertTrue(made.err().contains("TrustedUserCAKeys"), made::toString);
        assertTrue(made.err().contains("copy target-ca-2 and target-ca-2.pub"), made::toString);
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(directory.resolve("keys/target-ca-2")));
        assertEquals(2, done("show", "target-ca").out().lines().count(), "hosts should have both");

        assertTrue(done("rotate", "target").err().contains("trusted beside the one that signs"));
        assertTrue(done("rotate", "target").err().contains("is now the signer"));
        Run status = done("status");
        assertTrue(status.out().contains("targets that are not known to accept it: "), status::toString);
        assertTrue(status.out().contains("next: bastion ca retire target, not before "), status::toString);
        assertTrue(done("show", "target-ca").out().startsWith(line), "the one that signs comes first");

        Run early = ca("retire", "target");
        assertEquals(1, early.status(), early::toString);
        assertTrue(early.err().contains("not all have followed the new key yet"), early::toString);
        Run gone = done("retire", "target", "--force");
        assertTrue(gone.err().contains("remove its line"), gone::toString);
        assertTrue(gone.err().contains("destroy its private half: file:target-ca"), gone::toString);
        assertEquals(line, done("show", "target-ca").out().strip().replaceFirst(" bastion .*", ""));
        String list = done("list").out();
        assertTrue(list.matches("(?s).*target  retired .* file:target-ca  nothing that it signed is good\n.*"), list);
        assertTrue(list.matches("(?s).*target  signer .* file:target-ca-2  signs\n.*"), list);
        assertEquals(0, Run.in(directory, "verify").status());
    }

    @Test
    void keysOfASignerApartAreChangedWhereItIs() throws IOException {
        Path config = directory.resolve("bastion.yaml");
        Files.writeString(config, Files.readString(config) + "signer: {socket: s}\n");
        Run refused = ca("rotate", "target");
        assertEquals(2, refused.status(), refused::toString);
        assertTrue(refused.err().contains("the keys lie with a signer that stands apart"), refused::toString);

        Files.writeString(config, Files.readString(config).replace("socket: s", "socket: s, bastion: keys"));
        done("init", "target");
        Run unheard = ca("rotate", "target");
        assertEquals(1, unheard.status(), unheard::toString);
        assertTrue(unheard.err().contains("no bastion has said so lately"), unheard::toString);
    }

    @Test
    void aClientsLineHasTheTargetsNames() {
        Run made = done("init", "host");
        assertTrue(made.out().startsWith("@cert-authority "), made::toString);
        assertTrue(made.out().contains("prod-db-1"), made::toString);
        assertFalse(made.out().contains("*"), made::toString);
    }

    @Test
    void saysWhatIsWrong() {
        Run early = ca("list");
        assertEquals(1, early.status(), early::toString);
        assertTrue(early.err().contains("the ledger knows no keys yet"), early::toString);
        assertEquals(2, ca("init", "other").status());
        assertEquals(2, ca("init", "host", "--curve", "nistp256").status());
        assertEquals(2, ca("rotate").status());
        Run none = ca("rotate", "host");
        assertEquals("""
                bastion: the host authority has no new key
                hint: bastion ca init host
                """, none.err());
        Run token = ca("init", "host", "--token");
        assertEquals(1, token.status());
        assertTrue(token.err().startsWith("bastion: bastion.yaml names no token\n"), token::toString);
        done("init", "host");
        Run twice = ca("init", "host");
        assertEquals(1, twice.status());
        assertTrue(twice.err().contains("is on its way already"), twice::toString);
        assertFalse(Files.exists(directory.resolve("keys/host-ca-3")), "nothing was made");
    }

    @Test
    void checkLooksAtEveryKeyAndMissesNoneThatWasDestroyed() throws IOException {
        done("init", "access");
        done("rotate", "access");
        done("rotate", "access");
        done("retire", "access", "--force");
        Files.delete(directory.resolve("keys/access-ca"));
        Files.delete(directory.resolve("keys/access-ca.pub"));
        assertEquals(0, Run.in(directory, "check").status());
        Files.setPosixFilePermissions(
                directory.resolve("keys/access-ca-2"), PosixFilePermissions.fromString("rw-r--r--"));
        Run open = Run.in(directory, "check");
        assertEquals(1, open.status());
        assertTrue(open.err().contains("its permissions are wider than 0600"), open::toString);
    }
}
