package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.MovedClock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnwardCredentialLivesAMinuteTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final MovedClock clock = new MovedClock(NOW);
    private final CertificateAuthority target =
            new CertificateAuthority("target", Ed25519Pair.generate(random), random);
    private final OnwardCredentials credentials =
            new OnwardCredentials(target, new SerialSource(clock, random, 0), clock, random);

    @Test
    void hasOneLoginAndOnlyWhatWasGranted() throws Exception {
        Onward onward = mint(
                "postgres",
                Set.of("permit-pty"),
                "person=alice grant=g-1 session=s-7",
                Optional.of(InetAddress.getByName("192.0.2.1")));
        Certificate certificate = onward.certificate();

        assertEquals(List.of("postgres"), certificate.principals());
        assertEquals(Set.of("permit-pty"), certificate.extensions().keySet());
        assertEquals(Set.of("source-address"), certificate.criticalOptions().keySet());
        assertEquals(NOW.minusSeconds(60), certificate.validAfter());
        assertEquals(NOW.plusSeconds(60), certificate.validBefore());
        assertEquals(target.publicKey(), certificate.authority());
        assertEquals(onward.key().sshKey(), certificate.subject());

        List<String> lines = new SshKeygen(directory).explain(certificate);
        assertTrue(lines.contains("source-address 192.0.2.1/32"), lines.toString());
        assertTrue(
                lines.contains("Key ID: \"person=alice grant=g-1 session=s-7 serial=" + certificate.serial() + "\""),
                lines.toString());
    }

    @Test
    void hasNothingWhereNothingIsGranted() {
        Certificate certificate =
                mint("postgres", Set.of(), "s-7", Optional.empty()).certificate();
        assertTrue(certificate.extensions().isEmpty());
        assertTrue(certificate.criticalOptions().isEmpty());
    }

    @Test
    void isNewEachTime() {
        Onward first = mint("postgres", Set.of(), "s-7", Optional.empty());
        Onward second = mint("postgres", Set.of(), "s-7", Optional.empty());
        assertNotEquals(first.key().sshKey(), second.key().sshKey());
        assertNotEquals(first.certificate().serial(), second.certificate().serial());
    }

    @Test
    void refusesWhatAHostWouldMisread() throws Exception {
        for (String permit : List.of("no-touch-required", "permit-pty ", "permit-everything")) {
            assertThrows(
                    IllegalArgumentException.class, () -> mint("postgres", Set.of(permit), "s-7", Optional.empty()));
        }
        for (String login : List.of("", "a\nb", "caf\u00e9")) {
            assertThrows(IllegalArgumentException.class, () -> mint(login, Set.of(), "s-7", Optional.empty()));
        }
        InetAddress zoned =
                Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 1);
        assertThrows(IllegalArgumentException.class, () -> mint("postgres", Set.of(), "s-7", Optional.of(zoned)));
    }

    @Test
    void hasOneByEachKeyWhileTheAuthoritysKeyChanges() {
        Ed25519Pair before = Ed25519Pair.generate(random);
        Ed25519Pair next = Ed25519Pair.generate(random);
        target.use(new CertificateAuthority.Keys(List.of(before, next), Set.of(before.sshKey(), next.sshKey())));
        Onward onward = credentials
                .mint(login("postgres"), List.of(next.sshKey(), before.sshKey()))
                .toCompletableFuture()
                .join();

        assertEquals(
                List.of(next.sshKey(), before.sshKey()),
                onward.certificates().stream().map(Certificate::authority).toList());
        assertNotEquals(
                onward.certificates().getFirst().serial(),
                onward.certificates().getLast().serial());
    }

    @Test
    void doesWithoutTheKeyThatCannotBeReached() {
        Ed25519Pair before = Ed25519Pair.generate(random);
        SshSigner lost = new LostSigner();
        target.use(new CertificateAuthority.Keys(List.of(lost, before), Set.of(lost.sshKey(), before.sshKey())));
        List<SshPublicKey> both = List.of(lost.sshKey(), before.sshKey());

        assertEquals(
                before.sshKey(),
                credentials
                        .mint(login("postgres"), both)
                        .toCompletableFuture()
                        .join()
                        .certificate()
                        .authority());
        target.use(new CertificateAuthority.Keys(List.of(lost), Set.of(lost.sshKey())));
        assertThrows(SignerUnavailableException.class, () -> credentials.mint(login("postgres")));
    }

    private Onward mint(String login, Set<String> permits, String keyId, Optional<InetAddress> source) {
        return credentials.mint(new OnwardCredentials.Login(login, permits, keyId, source));
    }

    private static OnwardCredentials.Login login(String login) {
        return new OnwardCredentials.Login(login, Set.of(), "s-7", Optional.empty());
    }
}
