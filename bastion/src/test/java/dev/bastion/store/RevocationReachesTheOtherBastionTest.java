package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.CertificateTemplate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.live.Proof;
import dev.bastion.live.Revocations;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.Revocation;
import dev.bastion.policy.RevocationEvent.RevocationMade;
import dev.bastion.policy.RevocationKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bastions on one PostgreSQL, each with the settings that a product has. */
class RevocationReachesTheOtherBastionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** A key or an authority that is revoked covers all that comes after: each is the last of its kind. */
    private static final List<RevocationKind> ORDER =
            List.of(RevocationKind.KEY_ID, RevocationKind.PERSON, RevocationKind.KEY, RevocationKind.AUTHORITY);

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    private final CertificateAuthority access =
            new CertificateAuthority("access", Ed25519Pair.generate(RANDOM), RANDOM);
    private Ed25519Pair alice = Ed25519Pair.generate(RANDOM);

    @Test
    void withinASecond() throws Exception {
        DatabaseSettings database = Ledgers.postgres();
        try (SqlJournal one = open(database, "one");
                SqlJournal other = open(database, "other")) {
            Revocations there = new Revocations(other, Clock.systemUTC());
            for (RevocationKind kind : ORDER) {
                alice = Ed25519Pair.generate(RANDOM);
                Certificate certificate = issued(one);
                Proof proof = new Proof("alice", alice.sshKey(), Optional.of(certificate));
                assertFalse(there.cover(proof), kind::word);
                CompletableFuture<AccessEvent> heard = new CompletableFuture<>();
                other.onCommitted(events -> events.stream()
                        .filter(event -> Revocations.covers(event, proof))
                        .forEach(heard::complete));

                RevocationMade event = new RevocationMade(
                        new Revocation(kind, what(kind, certificate), "carol", "lost", Instant.now()), false);
                Ledgers.await(one.recordEnd(event));

                assertEquals(event, within(SECOND, heard));
                assertTrue(there.cover(proof), kind::word);
            }
        }
    }

    private static AccessEvent within(Duration length, CompletableFuture<AccessEvent> heard)
            throws InterruptedException, ExecutionException, TimeoutException {
        return heard.get(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    private String what(RevocationKind kind, Certificate certificate) {
        return switch (kind) {
            case KEY -> alice.sshKey().fingerprint();
            case KEY_ID -> certificate.keyId();
            case PERSON -> "alice";
            case AUTHORITY -> access.publicKey().fingerprint();
        };
    }

    private SqlJournal open(DatabaseSettings database, String name) throws SQLException {
        return SqlJournal.open(
                new StoreSettings(database, Ledgers.SIGNER, Optional.empty(), directory.resolve(name)),
                Clock.systemUTC());
    }

    private Certificate issued(SqlJournal journal) {
        Instant now = Instant.now();
        long serial = RANDOM.nextLong(1, Long.MAX_VALUE);
        Certificate certificate = access.sign(CertificateTemplate.user(
                alice.sshKey(),
                serial,
                "person=alice serial=" + serial,
                List.of("alice"),
                now.minusSeconds(60),
                now.plusSeconds(600),
                Map.of(),
                Set.of()));
        Ledgers.append(
                journal,
                List.of(
                        new CertificateEvent.CertificateSigning(
                                serial,
                                "alice",
                                alice.sshKey().fingerprint(),
                                certificate.keyId(),
                                now.minusSeconds(60),
                                now.plusSeconds(600),
                                List.of(1L),
                                Optional.of(access.publicKey().fingerprint()),
                                Optional.empty(),
                                now),
                        new CertificateEvent.CertificateSigned(
                                serial, Base64.getEncoder().encodeToString(certificate.blob()), now)));
        return certificate;
    }
}
