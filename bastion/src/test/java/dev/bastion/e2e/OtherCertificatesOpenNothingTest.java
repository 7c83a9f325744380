package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alice has a live grant, so that nothing but her certificate stands between these connections and the host. */
@NeedsDemo
class OtherCertificatesOpenNothingTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final int EVERY = 11;

    private DemoWorld world;

    @TempDir
    Path scratch;

    private Path key;
    private Path certificate;

    @BeforeEach
    void copyTheKey(DemoWorld demo) throws IOException {
        world = demo;
        world.grant("prod-db-1", "postgres", "45m");
        key = Files.copy(world.identity("alice"), scratch.resolve("key"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(world.identity("alice").resolveSibling("id_ed25519.pub"), scratch.resolve("key.pub"));
        certificate = scratch.resolve("key-cert.pub");
    }

    @Test
    void herOwnOpensTheHost() throws IOException {
        Files.copy(world.certificate(), certificate);
        assertEquals("prod-db-1\n", jump().out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-n alice -V -1m:+1h",
                "-n alice -V -2h:-1h",
                "-n alice -V +1h:+2h",
                "-n alice,bob -V -1m:+1h",
                "-V -1m:+1h",
                "-h -n alice -V -1m:+1h",
                "-n alice -V -1m:+1h -O critical:unknown@example.com=x",
                "-n alice -V -1m:+1h -O source-address=192.0.2.1"
            })
    void thoseOfAnotherAuthority(String options) {
        Path authority = scratch.resolve("ca");
        script("ssh-keygen -q -t ed25519 -N '' -f \"$1\"", authority).done();
        script("ssh-keygen -q -s \"$1\" -I forged -z 7 " + options + " \"$2\"", authority, scratch.resolve("key.pub"))
                .done();
        assertOpensNothing(jump());
    }

    @Test
    void hersWithAnyByteChanged() throws IOException {
        String[] words = Files.readString(world.certificate()).strip().split(" ", 3);
        byte[] blob = Base64.getDecoder().decode(words[1]);
        List<Integer> opened = new ArrayList<>();
        for (int at = 0; at < blob.length; at += EVERY) {
            byte[] changed = blob.clone();
            changed[at] ^= 1;
            Files.writeString(certificate, words[0] + " " + Base64.getEncoder().encodeToString(changed) + " alice\n");
            if (!jump().out().isEmpty()) {
                opened.add(at);
            }
        }
        assertEquals(List.of(), opened, "changed bytes with which the host opened");
    }

    @Test
    void anotherPersons() throws IOException {
        world.addHost("prod-bobs-1");
        Ran bobs = world.bastion("bob", "cert");
        assertNotEquals(0, bobs.status(), "bob has no grant, so there is no certificate for him");
        // Alice's certificate does not help whoever holds bob's key.
        Files.copy(world.identity("bob"), key, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(world.certificate(), certificate);
        assertOpensNothing(jump());
    }

    private static void assertOpensNothing(Ran ran) {
        assertEquals("", ran.out());
        assertEquals(255, ran.status(), ran::toString);
        assertTrue(!ran.err().isEmpty());
    }

    private Ran jump() {
        try {
            Path profile = world.profileWith("BatchMode yes", "IdentityFile " + key, "CertificateFile " + certificate);
            Files.writeString(
                    profile, Files.readString(profile).replaceAll("(?m)^ +(IdentityFile|CertificateFile) .*\n", ""));
            return Command.of(List.of("ssh", "-F", profile.toString(), "-J", "bastion", HOST, "hostname"))
                    .run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Ran script(String text, Path... arguments) {
        return DemoWorld.script(
                        text, List.of(arguments).stream().map(Path::toString).toArray(String[]::new))
                .run();
    }
}
