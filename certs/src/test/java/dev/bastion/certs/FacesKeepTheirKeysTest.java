package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.MovedClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FacesKeepTheirKeysTest {
    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final CertificateAuthority host = new CertificateAuthority("host", Ed25519Pair.generate(random), random);
    private Path keys;

    @BeforeEach
    void prepare() {
        keys = directory.resolve("faces");
    }

    @Test
    void oneKeyPerTargetAndOnePrincipalPerName() throws Exception {
        Faces faces = faces();
        faces.warm(Set.of("prod-db-1", "prod-web-1"));
        Face db = faces.of("prod-db-1", "prod-db-1");
        Face alias = faces.of("prod-db-1", "DB1");
        Face web = faces.of("prod-web-1", "prod-web-1");

        assertEquals(db.key().sshKey(), alias.key().sshKey());
        assertNotEquals(db.key().sshKey(), web.key().sshKey());
        assertEquals(List.of("prod-db-1"), db.certificate().principals());
        assertEquals(List.of("db1"), alias.certificate().principals());
        assertEquals(Certificate.Type.HOST, db.certificate().type());
        assertEquals(host.publicKey(), db.certificate().authority());
        assertTrue(db.certificate().criticalOptions().isEmpty());
        assertNotEquals(db.certificate().serial(), alias.certificate().serial());
    }

    @Test
    void keyIsTheSameAfterARestart() throws Exception {
        Face before = faces().of("prod-db-1", "prod-db-1");
        Faces again = faces();
        again.warm(Set.of("prod-db-1"));
        assertEquals(
                before.key().sshKey(), again.of("prod-db-1", "prod-db-1").key().sshKey());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("prod-db-1.face"))));
    }

    @Test
    void warmedFaceNeedsNoFile() throws Exception {
        Faces faces = faces();
        faces.warm(Set.of("prod-db-1"));
        Files.delete(keys.resolve("prod-db-1.face"));
        Files.delete(keys.resolve("prod-db-1.face.pub"));
        Files.delete(keys);
        faces.of("prod-db-1", "db1");
        assertTrue(Files.notExists(keys));
    }

    @Test
    void certificateIsForADayAtMostAndRenewedAtHalfTime() {
        Faces faces = faces();
        Certificate first = faces.of("prod-db-1", "db1").certificate();
        assertEquals(Duration.ofHours(24), Duration.between(first.validAfter(), first.validBefore()));
        assertTrue(first.validAfter().isBefore(clock.instant()));

        clock.forward(Duration.ofHours(11));
        assertSame(first, faces.of("prod-db-1", "db1").certificate());
        clock.forward(Duration.ofHours(1));
        Certificate second = faces.of("prod-db-1", "db1").certificate();
        assertNotEquals(first.serial(), second.serial());
        assertEquals(first.subject(), second.subject());
    }

    @Test
    void certificateIsValidAlsoAfterTheClockWasSetBack() {
        Faces faces = faces();
        faces.of("prod-db-1", "db1");
        clock.back(Duration.ofHours(2));
        assertTrue(faces.of("prod-db-1", "db1").certificate().validAfter().isBefore(clock.instant()));
    }

    @Test
    void manyThreadsSeeOneKey() throws Exception {
        Faces faces = faces();
        Callable<SshPublicKey> look = () -> faces.of("prod-db-1", "db1").key().sshKey();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Set<SshPublicKey> seen = new HashSet<>();
            for (Future<SshPublicKey> key :
                    threads.invokeAll(IntStream.range(0, 64).mapToObj(i -> look).toList())) {
                seen.add(key.get());
            }
            assertEquals(1, seen.size());
        }
    }

    @Test
    void refusesKeyFileThatIsOpenToOthers() throws Exception {
        faces().warm(Set.of("prod-db-1"));
        Files.setPosixFilePermissions(keys.resolve("prod-db-1.face"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(AuthorityFileException.class, () -> faces().warm(Set.of("prod-db-1")));
    }

    @Test
    void writesOutsideItsDirectoryForNoName() {
        for (String target : List.of("../x", "a/b", ".", "", "a\u0000b", "x".repeat(300))) {
            assertThrows(IllegalArgumentException.class, () -> faces().warm(Set.of(target)), target);
        }
    }

    @Test
    void bastionsOwnCredentialHasAllItsNames() {
        HostCredential own = new HostCredential(
                host,
                Ed25519Pair.generate(random),
                List.of("bastion", "bastion.example"),
                new SerialSource(clock, random, 0),
                clock);
        assertEquals(
                List.of("bastion", "bastion.example"),
                own.current().certificate().principals());
        assertSame(own.current().certificate(), own.current().certificate());
    }

    private Faces faces() {
        return new Faces(host, keys, new SerialSource(clock, random, 0), clock, random);
    }
}
