package dev.bastion.krl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.Krl;
import dev.bastion.certs.KrlFile;
import dev.bastion.policy.CertificateEvent.CertificateRevoked;
import dev.bastion.policy.RevocationKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostsAreToldWhatIsRevokedTest {
    @TempDir
    Path directory;

    private RevokedHouse house;

    @BeforeEach
    void open() throws IOException {
        house = new RevokedHouse(directory);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void beginsWithAnEmptyListThatEverySshdReads() throws Exception {
        assertTrue(house.file.read().orElseThrow().isEmpty());
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(house.file.path())));
        assertFalse(house.isRevokedOnDisk(RevokedHouse.key().sshKey().line()));
    }

    @Test
    void namesEachThingThatIsRevokedAndNoOther() throws Exception {
        Ed25519Pair alice = RevokedHouse.key();
        Ed25519Pair bob = RevokedHouse.key();
        Certificate first = house.issued("alice", alice);
        Certificate second = house.issued("alice", alice);
        Certificate bobs = house.issued("bob", bob);
        Certificate host = house.host(RevokedHouse.key());

        house.append(new CertificateRevoked(first.serial(), "carol", "lost", house.clock.instant()));
        awaitRevoked(first);
        assertFalse(revoked(second));

        house.append(house.made(RevocationKind.KEY_ID, second.keyId()));
        awaitRevoked(second);
        assertFalse(house.isRevokedOnDisk(alice.sshKey().line()));

        house.append(house.made(RevocationKind.KEY, alice.sshKey().fingerprint()));
        RevokedHouse.await(() -> house.isRevokedOnDisk(alice.sshKey().line()));
        assertFalse(revoked(bobs));
        assertFalse(revoked(host));

        house.append(house.made(RevocationKind.PERSON, "bob"));
        awaitRevoked(bobs);
        assertFalse(house.isRevokedOnDisk(bob.sshKey().line()));

        house.append(new CertificateRevoked(host.serial(), "carol", "gone", house.clock.instant()));
        awaitRevoked(host);

        Certificate onward = house.signed(house.target, "postgres", RevokedHouse.key());
        house.append(
                house.made(RevocationKind.AUTHORITY, house.target.publicKey().fingerprint()));
        awaitRevoked(onward);
    }

    @Test
    void waitsForNoLedger() {
        Certificate certificate = house.issued("alice", RevokedHouse.key());
        house.journal.accepting(false);

        house.revocations.add(house.made(RevocationKind.PERSON, "alice"));

        awaitRevoked(certificate);
    }

    @Test
    void namesWhatOpenedHostsForAsLongAsItIsGood() {
        Certificate onward = house.signed(house.target, "postgres", RevokedHouse.key());
        house.revocations.withdraw(onward);
        awaitRevoked(onward);

        house.now.set(onward.validBefore());
        house.revocations.withdraw(house.signed(house.target, "postgres", RevokedHouse.key()));

        RevokedHouse.await(() -> !revoked(onward));
    }

    @Test
    void forgetsCertificatesThatRanOutAndNeverAKey() throws Exception {
        Ed25519Pair alice = RevokedHouse.key();
        Certificate certificate = house.issued("bob", RevokedHouse.key());
        house.append(
                new CertificateRevoked(certificate.serial(), "carol", "lost", house.clock.instant()),
                house.made(RevocationKind.KEY_ID, certificate.keyId()),
                house.made(RevocationKind.KEY, alice.sshKey().fingerprint()));
        awaitRevoked(certificate);

        house.now.updateAndGet(now -> now.plus(Duration.ofDays(3)));
        house.revocations.withdraw(house.signed(house.target, "postgres", RevokedHouse.key()));

        RevokedHouse.await(() -> !revoked(certificate));
        assertTrue(house.isRevokedOnDisk(alice.sshKey().line()));
    }

    @Test
    void eachVersionIsGreaterThanTheOneBeforeAlsoOverARestart() throws Exception {
        long first = house.file.read().orElseThrow().version();
        house.append(house.made(RevocationKind.KEY, RevokedHouse.key().sshKey().fingerprint()));
        RevokedHouse.await(() -> version() > first);
        long second = version();
        house.revocations.withdraw(house.signed(house.target, "postgres", RevokedHouse.key()));
        RevokedHouse.await(() -> version() > second);
        long third = version();
        house.close();

        try (KrlPublisher again =
                KrlPublisher.start(house.file, house.journal, house.revocations, "bastion test", house.clock)) {
            assertTrue(Krl.parse(again.current().bytes()).version() > third);
        }
    }

    @Test
    void saysWhereItCannotBeWrittenBeforeAnythingStarts() {
        KrlFile nowhere = new KrlFile(directory.resolve("no/such/directory/revoked.krl"));
        assertThrows(
                IOException.class,
                () -> KrlPublisher.start(nowhere, house.journal, house.revocations, "bastion test", house.clock));
    }

    private long version() {
        try {
            return house.file.read().orElseThrow().version();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean revoked(Certificate certificate) {
        return house.isRevokedOnDisk(certificate.line("asked"));
    }

    private void awaitRevoked(Certificate certificate) {
        RevokedHouse.await(() -> revoked(certificate));
    }
}
