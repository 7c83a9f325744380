package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeysReadAsSshKeygenWritesThemTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 2048", "rsa 3072"})
    void readsKeyAndFingerprint(String type) throws Exception {
        SshKeygen keygen = new SshKeygen(directory);
        SshPublicKey key = keygen.key("k", type);

        String base64 = keygen.read("k.pub").split(" ", -1)[1];
        assertArrayEquals(Base64.getDecoder().decode(base64), key.blob());
        assertTrue(keygen.run("-l", "-f", "k.pub").contains(" " + key.fingerprint() + " "));
        assertEquals(key, SshPublicKey.parse(key.blob()));
        assertEquals(key.hashCode(), SshPublicKey.parse(key.blob()).hashCode());
    }

    /** One key has one line: the JDK's decoder would take four, and drop what is behind the last byte. */
    @Test
    void refusesBase64ThatSshKeygenRefuses() {
        SshKeygen keygen = new SshKeygen(directory);
        String line = keygen.key("k", "ecdsa 256").line();
        char last = line.charAt(line.length() - 2);
        String unpadded = line.substring(0, line.length() - 1);
        String spareBits = line.substring(0, line.length() - 2) + (char) (last + 1) + "=";
        for (String other : List.of(unpadded, spareBits)) {
            keygen.write("other.pub", other);
            assertNotEquals(0, keygen.tried("-l", "-f", "other.pub").status(), other);
            assertThrows(MalformedKeyException.class, () -> SshPublicKey.parseLine(other), other);
        }
    }

    @Test
    void sshKeygenKnowsFingerprintsOfSecurityKeys() throws Exception {
        SshKeygen keygen = new SshKeygen(directory);
        for (SoftAuthenticator authenticator :
                new SoftAuthenticator[] {SoftAuthenticator.ed25519("ssh:"), SoftAuthenticator.ecdsa("ssh:work")}) {
            SshPublicKey key = authenticator.key();
            keygen.write("sk.pub", key.line() + " a comment of words");
            assertTrue(keygen.run("-l", "-f", "sk.pub").contains(" " + key.fingerprint() + " "));
            assertEquals(key, keygen.publicKey("sk"));
        }
    }

    @Test
    void readsRfc8032KeyFromItsSeed() {
        // RFC 8032, section 7.1, test 1
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        Ed25519Pair pair = Ed25519Pair.ofSeed(seed);
        assertEquals(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                HexFormat.of().formatHex(pair.publicKey()));
        assertEquals(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                        + "d25bf5f0595bbe24655141438e7a100b",
                HexFormat.of().formatHex(pair.sign(new byte[0])));
    }

    @Test
    void jdkSignsWithTheSamePair() throws Exception {
        Ed25519Pair pair = Ed25519Pair.generate(new SecureRandom());
        Signature jdk = Signature.getInstance("Ed25519", "SunEC");
        jdk.initSign(pair.jca().getPrivate());
        jdk.update(new byte[] {1, 2, 3});
        assertArrayEquals(pair.sign(new byte[] {1, 2, 3}), jdk.sign());
        jdk.initVerify(pair.jca().getPublic());
        jdk.update(new byte[] {4});
        assertTrue(jdk.verify(pair.sign(new byte[] {4})));
    }

    @Test
    void showsNoSecretAsText() {
        Ed25519Pair pair = Ed25519Pair.ofSeed(new byte[32]);
        assertEquals(pair.sshKey().line(), pair.toString());
    }
}
