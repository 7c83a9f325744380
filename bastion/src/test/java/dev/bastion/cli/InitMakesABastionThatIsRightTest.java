package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitMakesABastionThatIsRightTest {
    private static final List<String> KEYS =
            List.of("access-ca", "target-ca", "host-ca", "host-key", "grant-token", "tree-head", "second-factor");

    @TempDir
    Path directory;

    @Test
    void makesSixKeysForTheOwnerAlone() throws IOException {
        assertEquals(0, Run.in(directory, "init", "--demo").status());
        for (String key : KEYS) {
            assertEquals("rw-------", permissions("keys/" + key), key);
            assertTrue(
                    Files.readString(directory.resolve("keys/" + key + ".pub")).startsWith("ssh-ed25519 "), key);
        }
        assertEquals("rw-------", permissions("bastion.yaml"));
    }

    @Test
    void namesTheInstallationOnceAndForAll() throws IOException {
        Run.in(directory, "init", "--demo", "--name", "bastion.example");
        Run.in(directory, "init", "--demo", "--name", "bastion.example", "--keys", "other");
        String name = Files.readString(directory.resolve("keys/installation"));
        assertTrue(name.matches("bastion\\.example-[0-9a-f]{8}\n"), name);
        assertNotEquals(name, Files.readString(directory.resolve("other/installation")));
        assertEquals(
                2, Run.in(directory, "init", "--demo", "--name", "not a name").status());
    }

    @Test
    void makesFilesThatCheckTakes() {
        Run.in(directory, "init", "--demo");
        Run check = Run.in(directory, "check");
        assertEquals(0, check.status(), check::err);
        assertEquals("nothing is wrong\n", check.out());
    }

    @Test
    void encryptsKeysInProduction() throws IOException {
        Map<String, String> environment = Map.of("P", "correct horse");
        Run init = Run.in(directory, environment, "init", "--passphrase-env", "P", "--name", "bastion.example");
        assertEquals(0, init.status(), init::err);
        assertTrue(Files.readString(directory.resolve("keys/access-ca")).contains("ENCRYPTED PRIVATE KEY"));
        Run check = Run.in(directory, environment, "check");
        assertEquals(0, check.status(), check::err);
    }

    @Test
    void refusesProductionKeysWithoutPassphrase() {
        Run init = Run.in(directory, "init");
        assertEquals(2, init.status());
        assertEquals("""
                bastion: the keys need a passphrase
                hint: --passphrase-file FILE, or --demo to try the bastion out
                """, init.err());
        assertFalse(Files.exists(directory.resolve("keys")));
    }

    @Test
    void overwritesNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("access.yaml"), "mine");
        Run init = Run.in(directory, "init", "--demo");
        assertEquals(2, init.status());
        assertEquals("mine", Files.readString(file));
        assertFalse(Files.exists(directory.resolve("keys")));
        assertTrue(init.err().contains("nothing is overwritten"), init::err);
    }

    @Test
    void makesKeysAloneWhereAsked() throws IOException {
        Run init = Run.in(directory, "init", "--demo", "--keys", "here/keys");
        assertEquals(0, init.status(), init::err);
        try (Stream<Path> files = Files.list(directory.resolve("here"))) {
            assertEquals(List.of(directory.resolve("here/keys")), files.toList());
        }
    }

    @Test
    void showsWhereEachAuthorityIsTrusted() {
        Run.in(directory, "init", "--demo");
        Run all = Run.in(directory, "ca", "show");
        assertEquals(3, all.out().lines().count(), all::err);
        Run one = Run.in(directory, "ca", "show", "target-ca");
        assertTrue(one.out().startsWith("ssh-ed25519 "), one::err);
        assertTrue(one.err().contains("TrustedUserCAKeys"), one::err);
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }
}
