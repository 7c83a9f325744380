package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SshKeygenReadsWhatWeSignTest {
    private static final Instant FROM = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant END = FROM.plusSeconds(3600);

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority =
            new CertificateAuthority("access", Ed25519Pair.generate(random), random);
    private SshKeygen keygen;

    @BeforeEach
    void prepare() {
        keygen = new SshKeygen(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 3072"})
    void readsEveryField(String type) throws Exception {
        assertReadBack(keygen.key("id", type));
    }

    @Test
    void readsSecurityKeys() throws Exception {
        assertReadBack(SoftAuthenticator.ed25519("ssh:").key());
        assertReadBack(SoftAuthenticator.ecdsa("ssh:work").key());
    }

    @Test
    void readsHostCertificate() {
        Ed25519Pair host = Ed25519Pair.generate(random);
        List<String> lines = keygen.explain(authority.sign(
                CertificateTemplate.host(host.sshKey(), 9, "host=prod-db-1", List.of("prod-db-1", "db1"), FROM, END)));
        assertContains(lines, "Type: ssh-ed25519-cert-v01@openssh.com host certificate");
        assertContains(lines, "prod-db-1", "db1", "Critical Options: (none)", "Extensions: (none)");
    }

    @Test
    void readsEveryOptionThatOpenSshKnowsAndOurs() throws Exception {
        Map<String, String> critical = Map.of(
                "force-command", "/usr/bin/id -u", "source-address", "10.0.0.0/8,2001:db8::/32", "verify-required", "");
        Map<String, String> extensions = new TreeMap<>(Map.of("grant@bastion.example", "g-1", "no-touch-required", ""));
        for (String permit : List.of("X11-forwarding", "agent-forwarding", "port-forwarding", "pty", "user-rc")) {
            extensions.put("permit-" + permit, "");
        }
        SshPublicKey subject = SoftAuthenticator.ed25519("ssh:").key();
        Certificate certificate = authority.sign(new CertificateTemplate(
                subject, Certificate.Type.USER, 7, "person=alice", List.of("alice"), FROM, END, critical, extensions));
        List<String> lines = keygen.explain(certificate);

        assertContains(
                lines,
                "force-command /usr/bin/id -u",
                "source-address 10.0.0.0/8,2001:db8::/32",
                "verify-required",
                "no-touch-required",
                "permit-X11-forwarding",
                "permit-agent-forwarding",
                "permit-port-forwarding",
                "permit-pty",
                "permit-user-rc");
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("grant@bastion.example")), lines.toString());
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("force-command UNKNOWN")), lines.toString());
        assertEquals(certificate, Certificate.parse(certificate.blob()));
    }

    @Test
    void nonceIsNeverTheSame() {
        CertificateTemplate template =
                CertificateTemplate.host(Ed25519Pair.generate(random).sshKey(), 9, "host=a", List.of("a"), FROM, END);
        byte[] first = authority.sign(template).body().nonce();
        byte[] second = authority.sign(template).body().nonce();
        assertEquals(32, first.length);
        assertTrue(!Arrays.equals(first, second));
    }

    static Stream<Runnable> nonsense() {
        SshPublicKey key = Ed25519Pair.ofSeed(new byte[32]).sshKey();
        return Stream.of(
                () -> CertificateTemplate.host(key, 0, "id", List.of("a"), FROM, END),
                () -> CertificateTemplate.host(key, 1, "", List.of("a"), FROM, END),
                () -> CertificateTemplate.host(key, 1, "two\nlines", List.of("a"), FROM, END),
                () -> CertificateTemplate.host(key, 1, "x".repeat(1025), List.of("a"), FROM, END),
                () -> CertificateTemplate.host(key, 1, "id", List.of(), FROM, END),
                () -> CertificateTemplate.host(key, 1, "id", List.of(""), FROM, END),
                () -> CertificateTemplate.host(key, 1, "id", List.of("\u00e9"), FROM, END),
                () -> CertificateTemplate.host(key, 1, "id", Collections.nCopies(257, "a"), FROM, END),
                () -> CertificateTemplate.host(key, 1, "id", List.of("a"), END, FROM),
                () -> CertificateTemplate.host(key, 1, "id", List.of("a"), FROM, FROM.plusMillis(1)),
                () -> CertificateTemplate.host(key, 1, "id", List.of("a"), Instant.EPOCH, END),
                () -> user(key, Map.of("force command", ""), Set.of()),
                () -> user(key, Map.of("source-address", "\u0000"), Set.of()),
                () -> user(key, Map.of(), Set.of("")),
                () -> new CertificateTemplate(
                        key,
                        Certificate.Type.HOST,
                        1,
                        "id",
                        List.of("a"),
                        FROM,
                        END,
                        Map.of(),
                        Map.of("permit-pty", "")));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void refusesToSignNonsense(Runnable template) {
        assertThrows(IllegalArgumentException.class, template::run);
    }

    private void assertReadBack(SshPublicKey subject) throws Exception {
        Certificate certificate = authority.sign(user(
                subject,
                Map.of("source-address", "10.0.0.1/32", "verify-required", ""),
                Set.of("permit-pty", "x@y.z")));

        List<String> lines = keygen.explain(certificate);
        assertContains(
                lines,
                "Type: " + certificate.typeName() + " user certificate",
                "Key ID: \"person=alice grant=g-1,g-2 serial=18446744073709551615\"",
                "Serial: 18446744073709551615",
                "Valid: from 2026-11-20T12:00:00 to 2026-11-20T13:00:00",
                "alice",
                "source-address 10.0.0.1/32",
                "verify-required",
                "permit-pty");
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("Public key: ") && l.endsWith(subject.fingerprint())));
        assertTrue(lines.stream()
                .anyMatch(l -> l.startsWith(
                        "Signing CA: ED25519 " + authority.publicKey().fingerprint() + " (using ssh-ed25519)")));
        assertEquals(certificate, Certificate.parseLine(certificate.line("alice@laptop")));
    }

    private static CertificateTemplate user(
            SshPublicKey subject, Map<String, String> critical, Set<String> extensions) {
        return CertificateTemplate.user(
                subject,
                -1,
                "person=alice grant=g-1,g-2 serial=18446744073709551615",
                List.of("alice"),
                FROM,
                END,
                critical,
                extensions);
    }

    private static void assertContains(List<String> lines, String... expected) {
        for (String line : expected) {
            assertTrue(lines.contains(line), () -> "no \"" + line + "\" in " + lines);
        }
    }
}
