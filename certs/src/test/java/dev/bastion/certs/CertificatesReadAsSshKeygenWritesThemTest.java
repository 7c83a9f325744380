package dev.bastion.certs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificatesReadAsSshKeygenWritesThemTest {
    @TempDir
    Path directory;

    private SshKeygen keygen;

    @BeforeEach
    void prepare() {
        keygen = new SshKeygen(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519,   ed25519,   ssh-ed25519-cert-v01@openssh.com",
        "ecdsa 256, ed25519,   ecdsa-sha2-nistp256-cert-v01@openssh.com",
        "ecdsa 384, ecdsa 384, ecdsa-sha2-nistp384-cert-v01@openssh.com",
        "ecdsa 521, ecdsa 521, ecdsa-sha2-nistp521-cert-v01@openssh.com",
        "rsa 3072,  ecdsa 256, ssh-rsa-cert-v01@openssh.com",
        "ed25519,   rsa 3072,  ssh-ed25519-cert-v01@openssh.com"
    })
    void readsSameFieldsAndAccepts(String type, String authorityType, String typeName) throws Exception {
        SshPublicKey authority = keygen.key("ca", authorityType);
        SshPublicKey key = keygen.key("id", type);
        Certificate certificate = sign();

        assertEquals(typeName, certificate.typeName());
        assertEquals(key, certificate.subject());
        assertEquals(authority, certificate.authority());
        assertFields(certificate);
        assertAccepted(certificate);
    }

    @Test
    void readsCertificatesOfSecurityKeys() throws Exception {
        keygen.key("ca", "ed25519");
        for (SoftAuthenticator authenticator :
                List.of(SoftAuthenticator.ed25519("ssh:"), SoftAuthenticator.ecdsa("ssh:alice"))) {
            keygen.write("id.pub", authenticator.key().line() + " sk");
            Certificate certificate = sign("-O", "verify-required", "-O", "no-touch-required");

            assertEquals(authenticator.key(), certificate.subject());
            assertTrue(certificate.verifyRequired());
            assertTrue(certificate.touchWaived());
            assertFields(certificate);
            assertAccepted(certificate);
        }
    }

    @Test
    void readsOptionsOfOurOwnAndOthers() {
        keygen.key("ca", "ed25519");
        keygen.key("id", "ed25519");
        Certificate certificate = sign(
                "-O",
                "force-command=echo hello",
                "-O",
                "source-address=10.0.0.0/8,2001:db8::/32",
                "-O",
                "extension:note@bastion.example=grant 41",
                "-O",
                "extension:flag@bastion.example",
                "-O",
                "critical:strict@bastion.example=yes");

        assertEquals("echo hello", text(certificate.criticalOptions().get("force-command")));
        assertEquals(
                "10.0.0.0/8,2001:db8::/32", text(certificate.criticalOptions().get("source-address")));
        assertEquals("yes", text(certificate.criticalOptions().get("strict@bastion.example")));
        assertEquals("grant 41", text(certificate.extensions().get("note@bastion.example")));
        assertEquals("", text(certificate.extensions().get("flag@bastion.example")));
        assertFalse(certificate.verifyRequired());
    }

    @Test
    void readsHostCertificateAndOneThatIsValidForEver() {
        keygen.key("ca", "ed25519");
        keygen.key("id", "ed25519");
        Certificate certificate =
                keygen.certificate("ca", "id", "-h", "-I", "host", "-n", "a.example,b.example", "-V", "always:forever");

        assertEquals(Certificate.Type.HOST, certificate.type());
        assertEquals(List.of("a.example", "b.example"), certificate.principals());
        assertEquals(Instant.EPOCH, certificate.validAfter());
        assertEquals(Instant.MAX, certificate.validBefore());
        assertTrue(certificate.extensions().isEmpty());
    }

    @Test
    void readsAsManyPrincipalsAsOpenSshDoes() {
        keygen.key("ca", "ed25519");
        keygen.key("id", "ed25519");
        String principals =
                String.join(",", IntStream.range(0, 256).mapToObj(i -> "p" + i).toList());
        assertEquals(
                256,
                keygen.certificate("ca", "id", "-I", "many", "-n", principals)
                        .principals()
                        .size());
    }

    private Certificate sign(String... more) {
        List<String> options =
                new ArrayList<>(List.of("-I", "alice r\u00e9q=r-1", "-n", "alice", "-V", "-1m:+1h", "-z", "4711"));
        options.addAll(List.of(more));
        return keygen.certificate("ca", "id", options.toArray(String[]::new));
    }

    private static void assertFields(Certificate certificate) throws MalformedCertificateException {
        assertEquals(4711, certificate.serial());
        assertEquals(Certificate.Type.USER, certificate.type());
        assertEquals("alice r\u00e9q=r-1", certificate.keyId());
        assertEquals(List.of("alice"), certificate.principals());
        assertEquals(Duration.ofMinutes(61), Duration.between(certificate.validAfter(), certificate.validBefore()));
        assertTrue(certificate
                .extensions()
                .keySet()
                .containsAll(Set.of("permit-pty", "permit-user-rc", "permit-X11-forwarding")));
        assertArrayEquals(certificate.signedBytes(), certificate.body().encode());
        assertTrue(Certificate.isCertificate(certificate.blob()));
        assertEquals(certificate, Certificate.parse(certificate.blob()));
    }

    private static void assertAccepted(Certificate certificate) throws Exception {
        CertificateChecker checker = new CertificateChecker(Set.of(certificate.authority()), serial -> false);
        assertEquals(
                Optional.empty(),
                checker.check(certificate.blob(), "alice", InetAddress.getLoopbackAddress(), Instant.now()));
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }
}
