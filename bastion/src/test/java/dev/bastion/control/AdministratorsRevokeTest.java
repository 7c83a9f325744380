package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.IssuedCertificate;
import dev.bastion.policy.RevocationKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdministratorsRevokeTest {
    @TempDir
    Path recordings;

    private World world;
    private IssuedCertificate certificate;

    @BeforeEach
    void certificate() {
        world = new World(recordings);
        world.grant();
        assertEquals(0, world.ssh("alice", "cert").status);
        certificate = world.journal.state().certificatesOf("alice").getFirst();
    }

    @Test
    void bySerial() {
        revoked("--serial " + certificate.serial(), "certificate " + certificate.serial() + " opens nothing any more");
        assertEquals(List.of("CertificateRevoked"), world.live.done);
    }

    @Test
    void byKeyId() {
        revoked("--key-id '" + certificate.keyId() + "'", "open nothing any more");
    }

    @Test
    void byPerson() {
        Channel done = revoked("--person alice", "the certificates that 'alice' has open nothing any more");
        assertTrue(done.told().contains("one certificate that was good is not any more"), done::told);
        assertEquals(0, world.ssh("alice", "cert").status, "a new one may be fetched");
    }

    @Test
    void byKey() {
        revoked("--key " + certificate.keyFingerprint(), "key " + certificate.keyFingerprint());

        Channel again = world.ssh("alice", "cert");

        assertEquals(1, again.status);
        assertTrue(again.told().contains("was revoked"), again::told);
        assertTrue(
                world.ssh("alice", "whoami").told().contains("was revoked") || world.ssh("alice", "cert").status == 1);
    }

    @Test
    void byAuthority() {
        String access = world.access.publicKey().fingerprint();
        revoked("--authority " + access, "nothing that the authority " + access);

        Channel again = world.ssh("alice", "cert");

        assertEquals(1, again.status);
        assertEquals("", again.printed());
        assertEquals(
                "because",
                world.journal
                        .state()
                        .revocation(RevocationKind.AUTHORITY, access)
                        .orElseThrow()
                        .reason());
    }

    @Test
    void waitsForNoLedger() {
        world.journal.accepting(false);

        Channel done = world.ssh("carol", "revoke --person alice --reason because");

        assertEquals(0, done.status, done::told);
        assertTrue(done.told().contains("is told later"), done::told);
        assertEquals(List.of("RevocationMade"), world.live.done);
    }

    @Test
    void saysTheSameOfWhatIsRevokedAlready() {
        revoked("--key " + certificate.keyFingerprint(), "key");
        world.live.done.clear();

        revoked("--key " + certificate.keyFingerprint(), "key");

        assertEquals(List.of(), world.live.done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revoke --reason x",
                "revoke g-1 --serial 5 --reason x",
                "revoke --key SHA256:abc --person alice --reason x",
                "revoke --serial 0 --reason x",
                "revoke --serial -1 --reason x",
                "revoke --serial 99999999999999999999 --reason x",
                "revoke --key SHA256:abc --reason x",
                "revoke --key-id '' --reason x",
                "revoke --person alice"
            })
    void refusesWhatNamesNothingOrTwoThings(String line) {
        Channel refused = world.ssh("carol", line);

        assertEquals(2, refused.status, refused::told);
        assertEquals(List.of(), world.live.done);
    }

    @Test
    void isForAdministratorsAlone() {
        Channel refused = world.ssh("bob", "revoke --person alice --reason x");

        assertTrue(refused.status != 0);
        assertTrue(world.journal.state().certificatesOf("alice").getFirst().usable(world.clock.instant()));
    }

    private Channel revoked(String what, String said) {
        Channel done = world.ssh("carol", "revoke " + what + " --reason because");
        assertEquals(0, done.status, done::told);
        assertTrue(done.printed().contains(said), done::printed);
        assertTrue(!world.journal
                .state()
                .certificate(certificate.serial())
                .orElseThrow()
                .usable(world.clock.instant()));
        return done;
    }
}
