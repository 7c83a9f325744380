package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlteredCertificateIsRefusedTest {
    private static final InetAddress SOURCE = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "ed25519, ed25519",
        "ecdsa 256, ecdsa 256",
        "ecdsa 384, ed25519",
        "ecdsa 521, ecdsa 521",
        "rsa 3072, rsa 3072",
        "sk-ed25519, ed25519",
        "sk-ecdsa, ecdsa 384"
    })
    void refusesEveryAlteredByte(String type, String authorityType) {
        SshKeygen keygen = new SshKeygen(directory);
        keygen.key("ca", authorityType);
        switch (type) {
            case "sk-ed25519" ->
                keygen.write("id.pub", SoftAuthenticator.ed25519("ssh:").key().line());
            case "sk-ecdsa" ->
                keygen.write("id.pub", SoftAuthenticator.ecdsa("ssh:").key().line());
            default -> keygen.key("id", type);
        }
        assertOnlyTheOriginalPasses(keygen.certificate(
                "ca", "id", "-I", "a", "-n", "alice", "-V", "-1m:+1h", "-z", "7", "-O", "source-address=127.0.0.0/8"));
    }

    @Test
    void refusesEveryAlteredByteUnderAnAuthorityInAnAuthenticator() {
        SoftAuthenticator authority = SoftAuthenticator.ed25519("ssh:");
        CertificateBody body = body(authority.key(), Instant.now());
        assertOnlyTheOriginalPasses(new Certificate(body, authority.sign(body.encode(), 0)));
    }

    @Test
    void refusesEveryShorterAndLongerOne() {
        byte[] blob = ours().blob();
        for (int length = 0; length < blob.length; length++) {
            byte[] cut = Arrays.copyOf(blob, length);
            assertThrows(MalformedCertificateException.class, () -> Certificate.parse(cut));
        }
        assertThrows(
                MalformedCertificateException.class, () -> Certificate.parse(Arrays.copyOf(blob, blob.length + 1)));
        assertThrows(
                MalformedCertificateException.class,
                () -> Certificate.parse(Arrays.copyOf(blob, Certificate.MAX_BYTES + 1)));
    }

    @Test
    void randomDamageIsRefusedOrReadsBackEqual() throws Exception {
        byte[] blob = ours().blob();
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = blob.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                Certificate read = Certificate.parse(damaged);
                assertEquals(read, Certificate.parse(read.blob()));
                assertTrue(Arrays.equals(read.signedBytes(), read.body().encode()));
            } catch (MalformedCertificateException e) {
                assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
            }
        }
    }

    private static void assertOnlyTheOriginalPasses(Certificate certificate) {
        CertificateChecker checker = new CertificateChecker(Set.of(certificate.authority()), serial -> false);
        Instant now = Instant.now();
        byte[] blob = certificate.blob();
        assertEquals(Optional.empty(), checker.check(blob, "alice", SOURCE, now));
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < blob.length; i++) {
            for (int flip : new int[] {0x01, 0x80, 0xff}) {
                byte[] altered = blob.clone();
                altered[i] ^= (byte) flip;
                if (checker.check(altered, "alice", SOURCE, now).isEmpty()) {
                    accepted.add(i);
                }
            }
            assertEveryBitIsRefusedOrReadsBackEqual(blob, i);
        }
        assertEquals(List.of(), accepted);
    }

    /** A reader that reads two blobs as the same certificate would let one be shown where the other was revoked. */
    private static void assertEveryBitIsRefusedOrReadsBackEqual(byte[] blob, int at) {
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            byte[] altered = blob.clone();
            altered[at] ^= (byte) (1 << bit);
            try {
                assertArrayEquals(altered, Certificate.parse(altered).blob());
            } catch (MalformedCertificateException e) {
                assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
            }
        }
    }

    @Test
    void refusesEveryAlteredByteOfACertificateWithEveryOption() {
        SshKeygen keygen = new SshKeygen(directory);
        keygen.key("ca", "ed25519");
        keygen.write("id.pub", SoftAuthenticator.ed25519("ssh:").key().line());
        Certificate certificate = keygen.certificate(
                "ca",
                "id",
                "-I",
                "person=alice grant=g-1",
                "-n",
                "alice",
                "-V",
                "-1m:+1h",
                "-z",
                "7",
                "-O",
                "source-address=127.0.0.0/8",
                "-O",
                "verify-required",
                "-O",
                "no-touch-required",
                "-O",
                "extension:grant@bastion.example=g-1",
                "-O",
                "extension:flag@bastion.example");
        assertOnlyTheOriginalPasses(certificate);
    }

    private static CertificateBody body(SshPublicKey authority, Instant now) {
        return new CertificateBody(
                new byte[32],
                Ed25519Pair.generate(new SecureRandom()).sshKey(),
                7,
                Certificate.Type.USER,
                "a",
                List.of("alice"),
                now.getEpochSecond() - 60,
                now.getEpochSecond() + 3600,
                CertificateOptions.of(Map.of()),
                CertificateOptions.of(Map.of("permit-pty", "")),
                new byte[0],
                authority);
    }

    private static Certificate ours() {
        Ed25519Pair authority = Ed25519Pair.generate(new SecureRandom());
        CertificateBody body = body(authority.sshKey(), Instant.now());
        return new Certificate(body, authority.sshSignature(body.encode()));
    }
}
