package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnsoundKeysAreRefusedTest {
    private static final BigInteger F4 = BigInteger.valueOf(65537);

    @ParameterizedTest
    @ValueSource(
            strings = {
                // small order: the neutral element, orders 2, 4 and 8
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                // y is not below the prime
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                // no x for this y
                "0200000000000000000000000000000000000000000000000000000000000000",
                "00",
                ""
            })
    void refusesUnsoundEd25519Point(String hex) {
        byte[] point = HexFormat.of().parseHex(hex);
        assertRefused(
                new WireWriter().writeText("ssh-ed25519").writeString(point).toByteArray());
        assertRefused(new WireWriter()
                .writeText("sk-ssh-ed25519@openssh.com")
                .writeString(point)
                .writeText("ssh:")
                .toByteArray());
    }

    @Test
    void refusesPointOffItsCurve() {
        byte[] point =
                ((SkEcdsaKey) SoftAuthenticator.ecdsa("ssh:").key()).key().point();
        assertEquals(65, point.length);
        byte[] off = point.clone();
        off[64] ^= 1;
        assertRefused(ecdsa("nistp256", "nistp256", off));
        byte[] compressed = Arrays.copyOf(point, 33);
        compressed[0] = 2;
        assertRefused(ecdsa("nistp256", "nistp256", compressed));
        assertRefused(ecdsa("nistp256", "nistp256", new byte[] {0}));
        assertRefused(ecdsa("nistp256", "nistp384", point));
        assertRefused(ecdsa("nistp384", "nistp384", point));
        byte[] overPrime = point.clone();
        Arrays.fill(overPrime, 1, 33, (byte) 0xff);
        assertRefused(ecdsa("nistp256", "nistp256", overPrime));
    }

    static Stream<byte[]> unsoundRsa() {
        BigInteger good = BigInteger.ONE.shiftLeft(3071).setBit(0);
        return Stream.of(
                rsa(F4, BigInteger.ONE.shiftLeft(1023).setBit(0)),
                rsa(F4, BigInteger.ONE.shiftLeft(16384).setBit(0)),
                rsa(F4, good.clearBit(0)),
                rsa(BigInteger.ONE, good),
                rsa(BigInteger.ZERO, good),
                rsa(BigInteger.valueOf(65536), good),
                rsa(BigInteger.ONE.shiftLeft(64).setBit(0), good),
                rsa(F4, BigInteger.ZERO),
                new WireWriter()
                        .writeText("ssh-rsa")
                        .writeString(new byte[] {0, 1, 0, 1})
                        .writeMpint(good)
                        .toByteArray(),
                new WireWriter()
                        .writeText("ssh-rsa")
                        .writeString(new byte[] {-1})
                        .writeMpint(good)
                        .toByteArray());
    }

    @ParameterizedTest
    @MethodSource("unsoundRsa")
    void refusesUnsoundRsa(byte[] blob) {
        assertRefused(blob);
    }

    @Test
    void refusesWhatIsNoKeyToTheLastByte() {
        byte[] blob = Ed25519Pair.generate(new SecureRandom()).sshKey().blob();
        for (int length = 0; length < blob.length; length++) {
            assertRefused(Arrays.copyOf(blob, length));
        }
        assertRefused(Arrays.copyOf(blob, blob.length + 1));
        assertRefused(new WireWriter().writeText("ssh-dss").writeMpint(F4).toByteArray());
        assertRefused(new WireWriter()
                .writeText("ssh-ed25519\u001b[2J")
                .writeString(new byte[32])
                .toByteArray());
        assertRefused(HexFormat.of().parseHex("ffffffff00"));
        assertRefused(HexFormat.of().parseHex("7fffffff00"));
    }

    @Test
    void refusesLinesThatContradictThemselves() {
        String line = Ed25519Pair.generate(new SecureRandom()).sshKey().line();
        String base64 = line.substring(line.indexOf(' ') + 1);
        for (String wrong : new String[] {
            "", "ssh-ed25519", "ssh-rsa " + base64, "ssh-ed25519 %%%", "restrict " + line, "x".repeat(200_000)
        }) {
            assertThrows(MalformedKeyException.class, () -> SshPublicKey.parseLine(wrong), wrong);
        }
    }

    @Test
    void noiseIsRefusedAndNothingElseHappens() {
        Random random = new Random(20261120);
        byte[] start =
                new WireWriter().writeText("sk-ecdsa-sha2-nistp256@openssh.com").toByteArray();
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            assertRefused(noise);
            assertRefused(new WireWriter().writeRaw(start).writeRaw(noise).toByteArray());
        }
    }

    @Test
    void saysWhatIsWrongWithoutRepeatingStrangeBytes() {
        MalformedKeyException e = assertThrows(
                MalformedKeyException.class,
                () -> SshPublicKey.parse(new WireWriter().writeText("a\u0007b").toByteArray()));
        assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
    }

    private static byte[] ecdsa(String type, String curve, byte[] point) {
        return new WireWriter()
                .writeText("ecdsa-sha2-" + type)
                .writeText(curve)
                .writeString(point)
                .toByteArray();
    }

    private static byte[] rsa(BigInteger exponent, BigInteger modulus) {
        return new WireWriter()
                .writeText("ssh-rsa")
                .writeMpint(exponent)
                .writeMpint(modulus)
                .toByteArray();
    }

    private static void assertRefused(byte[] blob) {
        assertThrows(MalformedKeyException.class, () -> SshPublicKey.parse(blob));
    }
}
