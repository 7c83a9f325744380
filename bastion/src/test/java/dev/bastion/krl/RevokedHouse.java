package dev.bastion.krl;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.CertificateTemplate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.KrlFile;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.live.Revocations;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.Revocation;
import dev.bastion.policy.RevocationEvent.RevocationMade;
import dev.bastion.policy.RevocationKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A ledger in memory, its authorities, and the list that is kept of it. */
final class RevokedHouse implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };
    final InMemoryJournal journal = new InMemoryJournal();
    final Revocations revocations = new Revocations(journal, clock);
    final CertificateAuthority access = authority();
    final CertificateAuthority target = authority();
    final CertificateAuthority hosts = authority();
    final Path directory;
    final KrlFile file;
    private final KrlPublisher publisher;
    private long serial = 100;

    RevokedHouse(Path directory) throws IOException {
        this.directory = directory;
        this.file = new KrlFile(directory.resolve("revoked.krl"));
        this.publisher = KrlPublisher.start(file, journal, revocations, "bastion test", clock);
    }

    KrlPublisher publisher() {
        return publisher;
    }

    private static CertificateAuthority authority() {
        return new CertificateAuthority("test", Ed25519Pair.generate(RANDOM), RANDOM);
    }

    /** A person's certificate that the ledger has. */
    Certificate issued(String person, Ed25519Pair key) {
        Certificate certificate = signed(access, person, key);
        append(
                new CertificateEvent.CertificateSigning(
                        certificate.serial(),
                        person,
                        key.sshKey().fingerprint(),
                        certificate.keyId(),
                        certificate.validAfter(),
                        certificate.validBefore(),
                        List.of(1L),
                        Optional.of(access.publicKey().fingerprint()),
                        Optional.empty(),
                        clock.instant()),
                signedEvent(certificate));
        return certificate;
    }

    /** A host's certificate that the ledger has. */
    Certificate host(Ed25519Pair key) {
        long number = ++serial;
        Instant from = clock.instant().minusSeconds(60);
        Certificate certificate = hosts.sign(CertificateTemplate.host(
                key.sshKey(),
                number,
                "host=prod-db-1 serial=" + number,
                List.of("prod-db-1"),
                from,
                from.plusSeconds(86_400)));
        append(
                new CertificateEvent.HostCertificateSigning(
                        number,
                        "prod-db-1",
                        List.of("prod-db-1"),
                        key.sshKey().fingerprint(),
                        hosts.publicKey().fingerprint(),
                        certificate.keyId(),
                        certificate.validAfter(),
                        certificate.validBefore(),
                        "root on the server",
                        clock.instant()),
                signedEvent(certificate));
        return certificate;
    }

    /** One that no ledger has, as the bastion makes them to open hosts. */
    Certificate signed(CertificateAuthority by, String login, Ed25519Pair key) {
        return signed(by, login, key.sshKey());
    }

    Certificate signed(CertificateAuthority by, String login, SshPublicKey key) {
        long number = ++serial;
        Instant from = clock.instant().minusSeconds(60);
        return by.sign(CertificateTemplate.user(
                key,
                number,
                "person=" + login + " serial=" + number,
                List.of(login),
                from,
                from.plus(Duration.ofHours(1)),
                Map.of(),
                Set.of("permit-pty")));
    }

    private CertificateEvent.CertificateSigned signedEvent(Certificate certificate) {
        return new CertificateEvent.CertificateSigned(
                certificate.serial(), Base64.getEncoder().encodeToString(certificate.blob()), clock.instant());
    }

    void append(AccessEvent... events) {
        journal.append(List.of(events)).toCompletableFuture().join();
    }

    RevocationMade made(RevocationKind kind, String what) {
        return new RevocationMade(new Revocation(kind, what, "carol", "lost", clock.instant()), false);
    }

    static Ed25519Pair key() {
        return Ed25519Pair.generate(RANDOM);
    }

    /** Whether ssh-keygen finds it revoked in the file as that is now; it must be able to read that. */
    boolean isRevokedOnDisk(String line) {
        try {
            Files.writeString(directory.resolve("asked.pub"), line + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        SshTool asked =
                SshTool.run(directory, "ssh-keygen", "-Q", "-f", file.path().toString(), "asked.pub");
        boolean revoked = asked.output().strip().endsWith(": REVOKED");
        if (revoked == asked.output().strip().endsWith(": ok") || revoked != (asked.status() != 0)) {
            throw new AssertionError(asked.output());
        }
        return revoked;
    }

    static void await(BooleanSupplier holds) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("it does not come to hold");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
