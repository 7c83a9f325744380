package dev.bastion.certs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.SignatureReading.Invalid;
import dev.bastion.certs.SignatureReading.Valid;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignaturesOfEveryAlgorithmTest {
    private static final byte[] MESSAGE = "a session id and a request".getBytes(UTF_8);
    private static final Set<String> ALL = SignatureVerifier.ALGORITHMS;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "ed25519,   ssh-ed25519,         ssh-ed25519-cert-v01@openssh.com",
        "ecdsa 256, ecdsa-sha2-nistp256, ecdsa-sha2-nistp256-cert-v01@openssh.com",
        "ecdsa 384, ecdsa-sha2-nistp384, ecdsa-sha2-nistp384-cert-v01@openssh.com",
        "ecdsa 521, ecdsa-sha2-nistp521, ecdsa-sha2-nistp521-cert-v01@openssh.com",
        "rsa 3072,  rsa-sha2-512,        rsa-sha2-512-cert-v01@openssh.com"
    })
    void verifiesWhatOpenSshSigned(String type, String algorithm, String certificateAlgorithm) throws Exception {
        SshKeygen keygen = new SshKeygen(directory);
        SshPublicKey key = keygen.key("id", type);
        keygen.write("message", "signed by the real one");
        keygen.run("-q", "-Y", "sign", "-f", "id", "-n", "test", "message");
        Signed signed = Signed.read(keygen.read("message.sig"), "signed by the real one\n".getBytes(UTF_8));

        assertEquals(
                new Valid(false, false), SignatureVerifier.verify(key, algorithm, signed.data, signed.signature, ALL));
        assertEquals(
                new Valid(false, false),
                SignatureVerifier.verify(key, certificateAlgorithm, signed.data, signed.signature, ALL));
        assertAnyChangeIsInvalid(key, algorithm, signed.data, signed.signature);
    }

    @Test
    void verifiesRsaWithSha256AndWithLeadingZerosLeftOut() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey rsa = (RSAPublicKey) pair.getPublic();
        RsaKey key = new RsaKey(rsa.getPublicExponent(), rsa.getModulus());
        byte[] message = MESSAGE.clone();
        byte[] content = rsaSignature(pair, message);
        assertEquals(
                new Valid(false, false),
                SignatureVerifier.verify(key, "rsa-sha2-256", message, wrap("rsa-sha2-256", content), ALL));
        assertInvalid(SignatureVerifier.verify(key, "rsa-sha2-512", message, wrap("rsa-sha2-512", content), ALL));

        while (content[0] != 0) {
            message[0]++;
            message[1] += message[0] == 0 ? (byte) 1 : 0;
            content = rsaSignature(pair, message);
        }
        byte[] shorter = Arrays.copyOfRange(content, 1, content.length);
        assertEquals(
                new Valid(false, false),
                SignatureVerifier.verify(key, "rsa-sha2-256", message, wrap("rsa-sha2-256", shorter), ALL));
        byte[] longer = new byte[content.length + 1];
        System.arraycopy(content, 0, longer, 1, content.length);
        assertInvalid(SignatureVerifier.verify(key, "rsa-sha2-256", message, wrap("rsa-sha2-256", longer), ALL));
    }

    @Test
    void securityKeysReportTouchAndPin() {
        for (SoftAuthenticator authenticator :
                new SoftAuthenticator[] {SoftAuthenticator.ed25519("ssh:"), SoftAuthenticator.ecdsa("ssh:work")}) {
            SshPublicKey key = authenticator.key();
            String certificateName = CertificateBody.typeName(key);
            assertEquals(new Valid(false, false), verify(key, key.type(), authenticator.sign(MESSAGE, 0)));
            assertEquals(
                    new Valid(true, false),
                    verify(key, key.type(), authenticator.sign(MESSAGE, SoftAuthenticator.TOUCH)));
            assertEquals(
                    new Valid(true, true),
                    verify(
                            key,
                            certificateName,
                            authenticator.sign(MESSAGE, SoftAuthenticator.TOUCH | SoftAuthenticator.PIN)));
            assertAnyChangeIsInvalid(key, key.type(), MESSAGE, authenticator.sign(MESSAGE, SoftAuthenticator.TOUCH));
        }
    }

    @Test
    void securityKeySignatureIsBoundToItsApplication() {
        SoftAuthenticator authenticator = SoftAuthenticator.ed25519("ssh:");
        SkEd25519Key key = (SkEd25519Key) authenticator.key();
        byte[] signature = authenticator.sign(MESSAGE, SoftAuthenticator.TOUCH);
        assertInvalid(verify(new SkEd25519Key(key.key(), "ssh:other"), key.type(), signature));
        assertInvalid(verify(key.key(), "ssh-ed25519", signature));
    }

    @Test
    void plainSignatureIsNoneOfASecurityKey() {
        Ed25519Pair pair = Ed25519Pair.generate(new SecureRandom());
        SkEd25519Key key = new SkEd25519Key((Ed25519Key) pair.sshKey(), "ssh:");
        byte[] plain = pair.sign(MESSAGE);
        assertInvalid(verify(key, key.type(), wrap(key.type(), plain)));
        byte[] withFlags = new WireWriter()
                .writeText(key.type())
                .writeString(plain)
                .writeByte(5)
                .writeUint32(1)
                .toByteArray();
        assertInvalid(verify(key, key.type(), withFlags));
    }

    @Test
    void algorithmMustBeAllowedFitTheKeyAndBeTheSignaturesOwn() {
        Ed25519Pair pair = Ed25519Pair.generate(new SecureRandom());
        byte[] signature = pair.sshSignature(MESSAGE);
        SshPublicKey key = pair.sshKey();
        assertEquals(new Valid(false, false), verify(key, "ssh-ed25519", signature));
        assertInvalid(SignatureVerifier.verify(key, "ssh-ed25519", MESSAGE, signature, Set.of("rsa-sha2-512")));
        assertInvalid(verify(key, "rsa-sha2-512", signature));
        assertInvalid(verify(key, "ssh-rsa", signature));
        assertInvalid(verify(key, "ssh-dss", signature));
        assertInvalid(verify(key, "webauthn-sk-ecdsa-sha2-nistp256@openssh.com", signature));
        assertInvalid(verify(key, "", signature));
        assertInvalid(verify(key, "ssh-ed25519", wrap("ssh-rsa", pair.sign(MESSAGE))));
        assertInvalid(verify(key, "ssh-ed25519", wrap("ssh-ed25519-cert-v01@openssh.com", pair.sign(MESSAGE))));
    }

    @Test
    void requestNamesTheAlgorithmOfItsKeyBlob() throws Exception {
        for (SshPublicKey key : List.of(
                Ed25519Pair.generate(new SecureRandom()).sshKey(),
                SoftAuthenticator.ed25519("ssh:").key(),
                SoftAuthenticator.ecdsa("ssh:").key())) {
            String certificateName = CertificateBody.typeName(key);
            byte[] certificate = new WireWriter()
                    .writeText(certificateName)
                    .writeText("nonce")
                    .toByteArray();
            assertTrue(SignatureVerifier.fits(key.type(), key.blob()));
            assertTrue(SignatureVerifier.fits(certificateName, certificate));
            assertFalse(SignatureVerifier.fits(certificateName, key.blob()));
            assertFalse(SignatureVerifier.fits(key.type(), certificate));
            assertFalse(SignatureVerifier.fits("rsa-sha2-512", key.blob()));
        }
        byte[] rsa = new WireWriter().writeText("ssh-rsa").toByteArray();
        byte[] rsaCertificate =
                new WireWriter().writeText("ssh-rsa-cert-v01@openssh.com").toByteArray();
        assertTrue(SignatureVerifier.fits("rsa-sha2-256", rsa));
        assertTrue(SignatureVerifier.fits("rsa-sha2-512-cert-v01@openssh.com", rsaCertificate));
        assertFalse(SignatureVerifier.fits("ssh-rsa", rsa));
        assertFalse(SignatureVerifier.fits("ssh-rsa-cert-v01@openssh.com", rsaCertificate));
        assertFalse(SignatureVerifier.fits("ssh-ed25519", new byte[0]));
    }

    @Test
    void sha1IsNotAmongTheAlgorithms() {
        assertTrue(ALL.stream().noneMatch(name -> name.startsWith("ssh-rsa") || name.startsWith("ssh-dss")));
    }

    @Test
    void numbersOutOfRangeAreInvalid() {
        SkEcdsaKey sk = (SkEcdsaKey) SoftAuthenticator.ecdsa("ssh:").key();
        BigInteger order = EcdsaCurve.NISTP256.order();
        for (BigInteger[] pair : new BigInteger[][] {
            {BigInteger.ZERO, BigInteger.ZERO},
            {BigInteger.ONE, BigInteger.ZERO},
            {order, BigInteger.ONE},
            {BigInteger.ONE, order},
            {BigInteger.ONE.shiftLeft(4000), BigInteger.ONE},
            {BigInteger.ONE, BigInteger.ONE}
        }) {
            byte[] content =
                    new WireWriter().writeMpint(pair[0]).writeMpint(pair[1]).toByteArray();
            assertInvalid(verify(sk.key(), "ecdsa-sha2-nistp256", wrap("ecdsa-sha2-nistp256", content)));
        }
    }

    @Test
    void noiseIsInvalidAndNothingElseHappens() {
        SshPublicKey key = SoftAuthenticator.ecdsa("ssh:").key();
        byte[] start = new WireWriter().writeText(key.type()).toByteArray();
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            assertInvalid(verify(key, key.type(), noise));
            assertInvalid(verify(
                    key,
                    key.type(),
                    new WireWriter()
                            .writeRaw(start)
                            .writeString(noise)
                            .writeRaw(noise)
                            .toByteArray()));
        }
    }

    private static void assertAnyChangeIsInvalid(SshPublicKey key, String algorithm, byte[] message, byte[] signature) {
        byte[] other = message.clone();
        other[0] ^= 1;
        assertInvalid(SignatureVerifier.verify(key, algorithm, other, signature, ALL));
        for (int i = 0; i < signature.length; i++) {
            byte[] altered = signature.clone();
            altered[i] ^= 0x40;
            assertInvalid(SignatureVerifier.verify(key, algorithm, message, altered, ALL));
            assertInvalid(SignatureVerifier.verify(key, algorithm, message, Arrays.copyOf(signature, i), ALL));
        }
        byte[] longer = Arrays.copyOf(signature, signature.length + 1);
        assertInvalid(SignatureVerifier.verify(key, algorithm, message, longer, ALL));
    }

    private static SignatureReading verify(SshPublicKey key, String algorithm, byte[] signature) {
        return SignatureVerifier.verify(key, algorithm, MESSAGE, signature, ALL);
    }

    private static void assertInvalid(SignatureReading reading) {
        assertInstanceOf(Invalid.class, reading);
    }

    private static byte[] wrap(String algorithm, byte[] content) {
        return new WireWriter().writeText(algorithm).writeString(content).toByteArray();
    }

    private static byte[] rsaSignature(KeyPair pair, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA", "SunRsaSign");
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    /** What a file of {@code ssh-keygen -Y sign} holds (OpenSSH: PROTOCOL.sshsig). */
    private static final class Signed {
        private final byte[] data;
        private final byte[] signature;

        private Signed(byte[] data, byte[] signature) {
            this.data = data;
            this.signature = signature;
        }

        static Signed read(String armoured, byte[] message) throws Exception {
            String base64 = armoured.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            byte[] blob = Base64.getDecoder().decode(base64);
            WireReader reader = new WireReader(Arrays.copyOfRange(blob, 6, blob.length));
            assertEquals(1, reader.readUint32("version"));
            reader.readString("public key");
            String namespace = reader.readText("namespace");
            reader.readString("reserved");
            String hash = reader.readText("hash");
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(message);
            assertEquals("sha512", hash);
            byte[] data = new WireWriter()
                    .writeRaw("SSHSIG".getBytes(UTF_8))
                    .writeText(namespace)
                    .writeText("")
                    .writeText(hash)
                    .writeString(digest)
                    .toByteArray();
            return new Signed(data, reader.readString("signature"));
        }
    }
}
