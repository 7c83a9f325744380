package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.MovedClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Introduced, trusted, signing, retired: what is signed and accepted at each step. */
final class AuthorityChangesItsKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:00:00Z");

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final MovedClock clock = new MovedClock(NOW);
    private final SerialSource serials = new SerialSource(clock, random, 0);
    private final Ed25519Pair before = Ed25519Pair.generate(random);
    private final Ed25519Pair next = Ed25519Pair.generate(random);
    private final CertificateAuthority authority = new CertificateAuthority("host", before, random);

    @Test
    void certificatesOfEveryTrustedKeyAreGoodAndOfRetiredOnesNot() {
        CertificateChecker checker = new CertificateChecker(authority::trusts, serial -> false);
        Certificate old = authority.sign(template());
        authority.use(keys(List.of(before, next), before, next));
        assertEquals(Optional.empty(), check(checker, old));
        authority.use(keys(List.of(next, before), before, next));
        Certificate fresh = authority.sign(template());

        assertEquals(next.sshKey(), fresh.authority());
        assertEquals(Optional.empty(), check(checker, old));
        assertEquals(Optional.empty(), check(checker, fresh));
        authority.use(keys(List.of(next), next));
        assertEquals(Optional.of(Refusal.UNKNOWN_AUTHORITY), check(checker, old));
        assertEquals(Optional.empty(), check(checker, fresh));
    }

    @Test
    void facesAreSignedAnewAsSoonAsAnotherKeySigns() throws Exception {
        Faces faces = new Faces(authority, directory, serials, clock, random);
        Face face = faces.of("prod-db-1", "db1");
        authority.use(keys(List.of(before, next), before, next));
        assertEquals(face.certificate(), faces.of("prod-db-1", "db1").certificate());
        authority.use(keys(List.of(next, before), before, next));
        Face after = faces.of("prod-db-1", "db1");

        assertEquals(next.sshKey(), after.certificate().authority());
        assertEquals(face.key().sshKey(), after.key().sshKey());
    }

    @Test
    void whatIsGoodIsShownWhileATokenWorksOrCannot() {
        SlowSigner slow = new SlowSigner(next);
        HostCredential credential = new HostCredential(authority, before, List.of("bastion"), serials, clock);
        Face first = credential.current();
        authority.use(new CertificateAuthority.Keys(List.of(slow), Set.of(before.sshKey(), next.sshKey())));

        assertEquals(first.certificate(), credential.current().certificate());
        slow.work();
        assertEquals(next.sshKey(), credential.current().certificate().authority());
        authority.use(new CertificateAuthority.Keys(List.of(new LostSigner()), Set.of(next.sshKey())));
        assertEquals(next.sshKey(), credential.current().certificate().authority());
        clock.forward(HostCredential.LIFETIME);
        assertThrows(SignerUnavailableException.class, credential::current);
        assertTrue(credential.atHand().isEmpty());
    }

    @Test
    void firstFaceIsWaitedForByNobodysThread() {
        SlowSigner slow = new SlowSigner(next);
        authority.use(keys(List.of(slow), next));
        HostCredential credential = new HostCredential(authority, before, List.of("bastion"), serials, clock);
        CompletableFuture<Face> face = credential.ready().toCompletableFuture();
        CompletableFuture<Face> another = credential.ready().toCompletableFuture();

        assertFalse(face.isDone());
        assertTrue(credential.atHand().isEmpty());
        slow.work();
        assertEquals(next.sshKey(), face.join().certificate().authority());
        assertEquals(face.join().certificate(), another.join().certificate());
    }

    @Test
    void authorityWithoutAKeyThatSignsSaysSo() {
        authority.use(new CertificateAuthority.Keys(List.of(), Set.of(before.sshKey())));
        SignerUnavailableException refused =
                assertThrows(SignerUnavailableException.class, () -> authority.sign(template()));
        assertEquals("no key of the host authority that may sign is here", refused.getMessage());
        assertTrue(authority.trusts(before.sshKey()));
    }

    private static CertificateAuthority.Keys keys(List<SshSigner> signers, SshSigner... trusted) {
        return new CertificateAuthority.Keys(
                signers,
                Set.copyOf(List.of(trusted).stream().map(SshSigner::sshKey).toList()));
    }

    private static Optional<Refusal> check(CertificateChecker checker, Certificate certificate) {
        return checker.check(certificate, "alice", InetAddress.getLoopbackAddress(), NOW);
    }

    private CertificateTemplate template() {
        return CertificateTemplate.user(
                Ed25519Pair.generate(random).sshKey(),
                serials.next(),
                "person=alice",
                List.of("alice"),
                NOW.minusSeconds(60),
                NOW.plus(Duration.ofHours(1)),
                Map.of(),
                Set.of());
    }

    /** Signs when it is told to. */
    private static final class SlowSigner implements SshSigner {
        private final SshSigner key;
        private final CompletableFuture<Void> working = new CompletableFuture<>();

        SlowSigner(SshSigner key) {
            this.key = key;
        }

        void work() {
            working.complete(null);
        }

        @Override
        public SshPublicKey sshKey() {
            return key.sshKey();
        }

        @Override
        public byte[] sshSignature(byte[] message) {
            return key.sshSignature(message);
        }

        @Override
        public CompletionStage<byte[]> signLater(byte[] message) {
            return working.thenApply(now -> key.sshSignature(message));
        }
    }
}
