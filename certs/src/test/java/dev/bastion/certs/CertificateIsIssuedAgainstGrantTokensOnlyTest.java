package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.GrantToken;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.MovedClock;
import dev.bastion.policy.Permit;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CertificateIsIssuedAgainstGrantTokensOnlyTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.5Z");

    private final MovedClock clock = new MovedClock(NOW);
    private final SecureRandom random = new SecureRandom();
    private final Ed25519Pair tokenKey = Ed25519Pair.generate(random);
    private final GrantTokenSigner signer = new GrantTokenSigner(tokenKey.jca().getPrivate(), "bastion-1", clock);
    private final CertificateAuthority access =
            new CertificateAuthority("access", Ed25519Pair.generate(random), random);
    private final AccessIssuer issuer = issuer();
    private final SshPublicKey key = Ed25519Pair.generate(random).sshKey();

    @Test
    void namesPersonGrantsAndSerialAndEndsWithTheLastGrant() throws Exception {
        Issuance issuance = issuer.prepare(
                List.of(token("alice", 2, Duration.ofHours(2)), token("alice", 1, Duration.ofHours(1))), "alice", key);
        Certificate certificate = issuer.sign(issuance);

        assertEquals(Certificate.Type.USER, certificate.type());
        assertEquals(key, certificate.subject());
        assertEquals(access.publicKey(), certificate.authority());
        assertEquals(List.of("alice"), certificate.principals());
        assertEquals("person=alice grant=g-1,g-2 serial=" + certificate.serial(), certificate.keyId());
        assertEquals(Instant.parse("2026-11-20T11:59:00Z"), certificate.validAfter());
        assertEquals(Instant.parse("2026-11-20T14:00:01Z"), certificate.validBefore());
        assertTrue(certificate.criticalOptions().isEmpty());
        assertTrue(certificate.extensions().isEmpty());
        assertEquals(List.of(1L, 2L), issuance.grants());
        assertEquals(certificate.serial(), issuance.serial());
        assertEquals(certificate.keyId(), issuance.keyId());
        assertEquals(certificate.validAfter(), issuance.notBefore());
        assertEquals(certificate.validBefore(), issuance.notAfter());
        assertEquals(
                Optional.empty(),
                new CertificateChecker(Set.of(access.publicKey()), serial -> false)
                        .check(certificate, "alice", InetAddress.getLoopbackAddress(), NOW));
    }

    @Test
    void signsOneIssuanceOnce() throws Exception {
        Issuance issuance = issuer.prepare(List.of(token("alice", 1, Duration.ofHours(1))), "alice", key);
        issuer.sign(issuance);
        assertThrows(IllegalStateException.class, () -> issuer.sign(issuance));
    }

    @Test
    void signsOneIssuanceOnceForManyThreads() throws Exception {
        Issuance issuance = issuer.prepare(List.of(token("alice", 1, Duration.ofHours(1))), "alice", key);
        Callable<Boolean> attempt = () -> {
            try {
                return issuer.sign(issuance) != null;
            } catch (IllegalStateException e) {
                return false;
            }
        };
        int signed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> done : threads.invokeAll(
                    IntStream.range(0, 64).mapToObj(i -> attempt).toList())) {
                signed += done.get() ? 1 : 0;
            }
        }
        assertEquals(1, signed);
    }

    @Test
    void signsNoIssuanceOfAnotherIssuer() throws Exception {
        Issuance issuance = issuer.prepare(List.of(token("alice", 1, Duration.ofHours(1))), "alice", key);
        AccessIssuer other = issuer();
        assertThrows(IllegalStateException.class, () -> other.sign(issuance));
        issuer.sign(issuance);
    }

    @Test
    void signsNothingAfterTheLastGrantEnded() throws Exception {
        Issuance issuance = issuer.prepare(List.of(token("alice", 1, Duration.ofMinutes(1))), "alice", key);
        clock.forward(Duration.ofMinutes(2));
        assertThrows(IssuanceRefusedException.class, () -> issuer.sign(issuance));
    }

    @Test
    void tokensThatAreNotGoodGiveNothing() throws Exception {
        String expired = token("alice", 1, Duration.ofMinutes(1));
        String others = token("bob", 2, Duration.ofDays(30));
        String forged = new GrantTokenSigner(Ed25519Pair.generate(random).jca().getPrivate(), "bastion-1", clock)
                .sign(grant("alice", 3, Duration.ofDays(30)));
        clock.forward(Duration.ofMinutes(2));
        String good = token("alice", 4, Duration.ofMinutes(5));

        List<String> bad = List.of(expired, others, forged, "nonsense", "");
        assertThrows(IssuanceRefusedException.class, () -> issuer.prepare(bad, "alice", key));
        assertThrows(IssuanceRefusedException.class, () -> issuer.prepare(List.of(), "alice", key));

        Issuance issuance = issuer.prepare(List.of(expired, good, others, forged, "nonsense", ""), "alice", key);
        assertEquals(List.of(4L), issuance.grants());
        assertEquals(5, issuance.ignored().size());
        assertEquals(Duration.ofMinutes(5).plusMillis(500), Duration.between(clock.instant(), issuance.notAfter()));
    }

    @Test
    void shortRsaKeyIsRefusedWithASentence() {
        RsaKey rsa = new RsaKey(
                BigInteger.valueOf(65537), BigInteger.ONE.shiftLeft(2047).setBit(0));
        IssuanceRefusedException e = assertThrows(
                IssuanceRefusedException.class,
                () -> issuer.prepare(List.of(token("alice", 1, Duration.ofHours(1))), "alice", rsa));
        assertTrue(e.getMessage().contains("2048 bits"), e.getMessage());
        assertTrue(e.hint().contains("ssh-keygen -t ed25519"), e.hint());
    }

    @Test
    void keyIdStaysShortForManyGrants() throws Exception {
        List<String> tokens = LongStream.rangeClosed(1, 100)
                .mapToObj(grant -> token("alice", grant, Duration.ofHours(1)))
                .toList();
        Issuance issuance = issuer.prepare(tokens, "alice", key);
        assertEquals(100, issuance.grants().size());
        assertTrue(issuance.keyId().contains("g-32,+68 serial="), issuance.keyId());
        issuer.sign(issuance);
    }

    private AccessIssuer issuer() {
        return new AccessIssuer(
                new GrantTokenVerifier(tokenKey.jca().getPublic(), "bastion-1", clock),
                access,
                new SerialSource(clock, random, 0),
                clock);
    }

    private String token(String person, long grant, Duration length) {
        return signer.sign(grant(person, grant, length));
    }

    private GrantToken grant(String person, long grant, Duration length) {
        Instant now = clock.instant();
        return new GrantToken(
                "jti-" + grant,
                person,
                grant,
                grant,
                List.of("prod-db-1"),
                "postgres",
                Set.of(Permit.SHELL),
                Set.of("carol"),
                "00".repeat(32),
                now,
                now,
                now.plus(length),
                false);
    }
}
