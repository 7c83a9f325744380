package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.MovedClock;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a real SoftHSM2, whose tokens are lost, locked up and refused their PIN. */
final class TokenKeepsItsKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:00:00Z");

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final MovedClock clock = new MovedClock(NOW);

    @ParameterizedTest
    @EnumSource
    void certifiesByEachCurveAsOpenSshReadsIt(EcdsaCurve curve) throws Exception {
        try (Pkcs11Token token = token("kept")) {
            SshSigner key = token.create("ca-" + curve.word(), curve);
            CertificateAuthority authority = new CertificateAuthority("access", key, random);
            Certificate certificate = authority.sign(template());

            assertEquals("ecdsa-sha2-" + curve.word(), key.sshKey().type());
            List<String> explained = new SshKeygen(directory).explain(certificate);
            assertTrue(
                    explained.stream()
                            .anyMatch(line -> line.startsWith("Signing CA: ECDSA "
                                    + key.sshKey().fingerprint() + " (using ecdsa-sha2-" + curve.word() + ")")),
                    explained.toString());
            CertificateChecker checker = new CertificateChecker(Set.of(key.sshKey()), serial -> false);
            assertEquals(
                    Optional.empty(),
                    checker.check(certificate.blob(), "alice", InetAddress.getLoopbackAddress(), NOW));
        }
    }

    @Test
    void numbersOfEverySizeAreWrittenAsOpenSshDoes() {
        try (Pkcs11Token token = token("kept")) {
            SshSigner key = token.create("many", EcdsaCurve.NISTP256);
            // One signature in 128 has a number that is a byte shorter; each is verified where it is made.
            IntStream.range(0, 400)
                    .forEach(number -> key.sshSignature(new byte[] {(byte) number, (byte) (number >> 8)}));
        }
    }

    @Test
    void isFoundByItsLabelAfterAStart() {
        SshPublicKey made;
        try (Pkcs11Token token = token("kept")) {
            made = token.create("found-again", EcdsaCurve.NISTP384).sshKey();
        }
        try (Pkcs11Token token = token("kept")) {
            assertEquals(made, token.find("found-again").sshKey());
            assertTrue(token.labels().contains("found-again"));
            token.find("found-again").sshSignature(new byte[1]);
        }
    }

    @Test
    void isNeverMadeTwiceAndNeverAnother() {
        try (Pkcs11Token token = token("kept")) {
            SshPublicKey one = token.create("once", EcdsaCurve.NISTP256).sshKey();
            assertSaid("has a key \"once\" already", () -> token.create("once", EcdsaCurve.NISTP256));
            assertSaid("has no key \"never\"", () -> token.find("never"));
            SshPublicKey other = token.create("other", EcdsaCurve.NISTP256).sshKey();
            assertSaid(
                    "is not the one that is known",
                    () -> token.key("once", other).sshSignature(new byte[1]));
            assertEquals(one, token.find("once").sshKey());
        }
    }

    @Test
    void wrongPinIsShownOnceAlone() {
        try (Pkcs11Token token = new Pkcs11Token(SoftHsm.place("wrong"), "wrong-9876".toCharArray(), clock)) {
            for (int attempt = 0; attempt < 3; attempt++) {
                clock.forward(Duration.ofHours(1));
                SignerUnavailableException refused =
                        assertThrows(SignerUnavailableException.class, () -> token.find("any"));
                assertTrue(
                        refused.getMessage().endsWith("refuses the PIN, which is not tried again"),
                        refused::getMessage);
                assertFalse(refused.toString().contains("9876"));
                assertEquals(null, refused.getCause());
            }
        }
    }

    @Test
    void lostWhileItRunsSignsNothing() throws Exception {
        try (Pkcs11Token token = token("lost")) {
            SshSigner key = token.create("ca", EcdsaCurve.NISTP256);
            key.sshSignature(new byte[1]);
            SoftHsm.pull("lost");
            for (int attempt = 0; attempt < 3; attempt++) {
                assertSaid("is lost: CKR_", () -> key.sshSignature(new byte[1]));
                // Not asked again at once: a driver that searches for its token takes its time.
                assertSaid("is lost: CKR_", () -> key.sshSignature(new byte[1]));
                clock.forward(Duration.ofMinutes(1));
            }
            assertEquals("ecdsa-sha2-nistp256", key.sshKey().type());
        }
    }

    @Test
    void missingAtTheStartIsFoundLater() throws Exception {
        Path driver = directory.resolve("driver.so");
        Pkcs11Token.Place kept = SoftHsm.place("kept");
        try (Pkcs11Token token = new Pkcs11Token(new Pkcs11Token.Place(driver, kept.slot()), pin(), clock)) {
            assertSaid("there is no token in slot ", () -> token.create("late", EcdsaCurve.NISTP256));
            Files.createSymbolicLink(driver, kept.library());
            assertSaid("there is no token in slot ", () -> token.create("late", EcdsaCurve.NISTP256));
            clock.forward(Duration.ofSeconds(3));
            token.create("late", EcdsaCurve.NISTP256).sshSignature(new byte[1]);
        }
    }

    @Test
    void missingTokenAndDriverAreSaidByName() {
        try (Pkcs11Token slot = new Pkcs11Token(
                        new Pkcs11Token.Place(SoftHsm.place("kept").library(), OptionalLong.of(999)), pin(), clock);
                Pkcs11Token driver = new Pkcs11Token(
                        new Pkcs11Token.Place(Path.of("/nonexistent/driver.so"), OptionalLong.empty()), pin(), clock)) {
            assertSaid("there is no token in slot 999 of ", () -> slot.find("any"));
            assertSaid("there is no token of \"/nonexistent/driver.so\"", () -> driver.find("any"));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new Pkcs11Token.Place(Path.of("/a\nslot = 2"), OptionalLong.empty()));
    }

    @Test
    void closedOneSignsNothingAndNobodyWaitsForIt() {
        Pkcs11Token token = token("kept");
        SshSigner key = token.create("closed", EcdsaCurve.NISTP256);
        token.close();
        CompletionStage<byte[]> never = key.signLater(new byte[1]);
        CompletionException failure = assertThrows(
                CompletionException.class, () -> never.toCompletableFuture().join());
        assertInstanceOf(SignerUnavailableException.class, failure.getCause());
    }

    private Pkcs11Token token(String name) {
        return new Pkcs11Token(SoftHsm.place(name), pin(), clock);
    }

    private static char[] pin() {
        return SoftHsm.PIN.toCharArray();
    }

    private static void assertSaid(String part, Runnable act) {
        SignerUnavailableException refused = assertThrows(SignerUnavailableException.class, act::run);
        assertTrue(refused.getMessage().contains(part), refused::getMessage);
        assertFalse(refused.getMessage().contains(SoftHsm.PIN));
    }

    private CertificateTemplate template() {
        return CertificateTemplate.user(
                Ed25519Pair.generate(random).sshKey(),
                7,
                "person=alice",
                List.of("alice"),
                NOW.minusSeconds(60),
                NOW.plusSeconds(3600),
                Map.of(),
                Set.of("permit-pty"));
    }
}
