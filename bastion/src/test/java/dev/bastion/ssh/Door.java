package dev.bastion.ssh;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.CertificateChecker;
import dev.bastion.certs.CertificateTemplate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.live.Revocations;
import dev.bastion.policy.CertificateEvent.CertificateSigned;
import dev.bastion.policy.CertificateEvent.CertificateSigning;
import dev.bastion.policy.Target;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestKeys;
import dev.bastion.policy.TestPolicies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What decides at the door, without any connection: alice has a real key, and an authority that certifies it. */
final class Door {
    static final InetAddress SOURCE = InetAddress.getLoopbackAddress();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<Long, Certificate> newest = new HashMap<>();

    final Ed25519Pair alice = Ed25519Pair.generate(RANDOM);
    final CertificateAuthority authority = new CertificateAuthority("access", Ed25519Pair.generate(RANDOM), RANDOM);
    final TestHouse house = new TestHouse(text());
    final Revocations revocations = new Revocations(house.journal, house.clock);
    final Gatekeeper gatekeeper = new Gatekeeper(
            house.policy,
            house.journal,
            new CertificateChecker(Set.of(authority.publicKey()), revocations::revoked),
            revocations,
            house.clock);
    final TunnelDesk desk = new TunnelDesk(house.policy, house.journal, house.verifier, gatekeeper, house.clock);

    /** The house's policy, with alice's key. */
    String text() {
        return TestPolicies.HOUSE.replace(TestKeys.line("alice"), alice.sshKey().line());
    }

    /** Signs a certificate for alice's key, good for an hour, and writes nothing down. */
    Certificate sign(long serial, String principal, String keyId) {
        Certificate signed = signed(serial, principal, keyId);
        newest.put(serial, signed);
        return signed;
    }

    private Certificate signed(long serial, String principal, String keyId) {
        return authority.sign(CertificateTemplate.user(
                alice.sshKey(),
                serial,
                keyId,
                List.of(principal),
                house.clock.instant().minusSeconds(60),
                house.clock.instant().plus(Duration.ofHours(1)),
                Map.of(),
                Set.of()));
    }

    /** The ledger's two entries of a certificate that was issued to somebody. */
    void issued(Certificate certificate, String person) {
        house.journal
                .append(List.of(
                        new CertificateSigning(
                                certificate.serial(),
                                person,
                                certificate.subject().fingerprint(),
                                certificate.keyId(),
                                certificate.validAfter(),
                                certificate.validBefore(),
                                List.of(1L),
                                house.clock.instant()),
                        new CertificateSigned(
                                certificate.serial(),
                                Base64.getEncoder().encodeToString(certificate.blob()),
                                house.clock.instant())))
                .toCompletableFuture()
                .join();
    }

    /** Alice's connection: with the certificate of this serial, or with the plain key. */
    Identity identity(OptionalLong serial) {
        Optional<Certificate> certificate = serial.isEmpty()
                ? Optional.empty()
                : Optional.of(newest.computeIfAbsent(serial.getAsLong(), one -> signed(one, "alice", "alice")));
        return new Identity(
                house.policy.current().person("alice").orElseThrow(),
                alice.sshKey(),
                certificate,
                false,
                false,
                new InetSocketAddress(SOURCE, 50_000));
    }

    Target target() {
        return house.policy.current().target("prod-db-1").orElseThrow();
    }
}
