package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeysAreHeldAgainstTheirTypeTest {

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] point(int length) {
        byte[] point = new byte[length];
        point[0] = 4;
        return point;
    }

    private static byte[] modulus(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).toByteArray();
    }

    private static String line(String type, byte[]... fields) {
        return type + " " + Base64.getEncoder().encodeToString(TestKeys.fields(fields)) + " someone@somewhere";
    }

    static Stream<String> taken() {
        return Stream.of(
                line("ssh-ed25519", ascii("ssh-ed25519"), new byte[32]),
                line("ecdsa-sha2-nistp256", ascii("ecdsa-sha2-nistp256"), ascii("nistp256"), point(65)),
                line("ecdsa-sha2-nistp384", ascii("ecdsa-sha2-nistp384"), ascii("nistp384"), point(97)),
                line("ecdsa-sha2-nistp521", ascii("ecdsa-sha2-nistp521"), ascii("nistp521"), point(133)),
                line("ssh-rsa", ascii("ssh-rsa"), new byte[] {1, 0, 1}, modulus(3072)),
                line("sk-ssh-ed25519@openssh.com", ascii("sk-ssh-ed25519@openssh.com"), new byte[32], ascii("ssh:")),
                line(
                        "sk-ecdsa-sha2-nistp256@openssh.com",
                        ascii("sk-ecdsa-sha2-nistp256@openssh.com"),
                        ascii("nistp256"),
                        point(65),
                        ascii("ssh:")));
    }

    @ParameterizedTest
    @MethodSource("taken")
    void takesEachTypeInItsForm(String line) {
        assertEquals(
                line,
                assertInstanceOf(KeyReading.Read.class, KeyLine.read(line))
                        .key()
                        .line());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("", "'' is not a key type"),
                Arguments.of("no key", "'no' is not a key type"),
                Arguments.of("ssh-ed25519", "the key itself is missing behind its type"),
                Arguments.of("ssh-ed25519 ***", "the key is not base64"),
                Arguments.of("ssh-ed25519 AAAA", "the key is cut off or has bytes too many"),
                Arguments.of("ssh-dss AAAA", "keys of type 'ssh-dss' are not taken"),
                Arguments.of(
                        "ssh-ed25519-cert-v01@openssh.com AAAA",
                        "keys of type 'ssh-ed25519-cert-v01@openssh.com' are not taken"),
                Arguments.of("command=\"id\" " + TestKeys.line("x"), "'command=\"id\"' is not a key type"),
                Arguments.of(
                        line("ssh-ed25519", ascii("ssh-ed25518"), new byte[32]),
                        "the key is of another type than the line says"),
                Arguments.of(line("ssh-ed25519", ascii("ssh-ed25519"), new byte[31]), "the key is malformed"),
                Arguments.of(
                        line("ssh-ed25519", ascii("ssh-ed25519"), new byte[32], new byte[0]), "the key is malformed"),
                Arguments.of(
                        line("ssh-rsa", ascii("ssh-rsa"), new byte[] {3}, modulus(1024)),
                        "the RSA key has 1024 bits, and 2048 to 16384 are taken"),
                Arguments.of("ssh-ed25519 " + "A".repeat(10_000), "a key line has at most 8192 characters"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhatIsWrongWithOthers(String line, String message) {
        assertEquals(
                message,
                assertInstanceOf(KeyReading.Faulty.class, KeyLine.read(line)).message());
    }

    /** The key and what ssh-keygen -l prints for it, from OpenSSH's regress/unittests/sshkey/testdata/ed25519_1.pub. */
    @Test
    void printsTheFingerprintThatOpensshPrints() {
        IdentityKey key = new IdentityKey(
                "ssh-ed25519",
                "AAAAC3NzaC1lZDI1NTE5AAAAIFOG6kY7Rf4UtCFvPwKgo/BztXck2xC4a2WyA34XtIwZ",
                "ED25519 test key #1");

        assertEquals("SHA256:L3k/oJubblSY0lB9Ulsl7emDMnRPKm/8udf2ccwk560", key.fingerprint());
    }
}
