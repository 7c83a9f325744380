package dev.bastion.certs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.SignatureReading.Invalid;
import dev.bastion.certs.SignatureReading.Valid;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways with the real ssh-keygen, and everything odd refused. */
class DetachedSignaturesAreThoseOfSshKeygenTest {
    private static final byte[] MESSAGE = "what is signed\n".getBytes(UTF_8);
    private static final String PURPOSE = "bastion-test";

    @TempDir
    Path directory;

    private SshKeygen keygen;

    @BeforeEach
    void writeMessage() throws Exception {
        keygen = new SshKeygen(directory);
        Files.write(directory.resolve("message"), MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 2048"})
    void verifiesWhatSshKeygenSignedAndRefusesAnyByteOfItChanged(String type) throws Exception {
        SshPublicKey key = keygen.key("id", type);
        String armoured = signed("-n", PURPOSE);
        DetachedSignature signature = DetachedSignature.parse(armoured);
        assertEquals(key, signature.key());
        assertEquals(PURPOSE, signature.namespace());
        assertEquals(new Valid(false, false), signature.verify(MESSAGE, PURPOSE));
        assertEquals(
                signature.armoured(),
                DetachedSignature.parse(signature.armoured()).armoured());

        for (int i = 0; i < MESSAGE.length; i++) {
            byte[] other = MESSAGE.clone();
            other[i] ^= 1;
            assertInstanceOf(Invalid.class, signature.verify(other, PURPOSE));
        }
        byte[] text = armoured.getBytes(ISO_8859_1);
        for (int i = 0; i < text.length - 1; i++) {
            byte[] other = text.clone();
            other[i] ^= 1;
            assertRefused(key, new String(other, ISO_8859_1), "byte " + i);
            assertRefused(key, armoured.substring(0, i), "cut at " + i);
        }
    }

    @Test
    void takesBothDigests() throws Exception {
        keygen.key("id", "ed25519");
        for (String digest : List.of("sha256", "sha512")) {
            DetachedSignature signature = DetachedSignature.parse(signed("-n", PURPOSE, "-O", "hashalg=" + digest));
            assertEquals(new Valid(false, false), signature.verify(MESSAGE, PURPOSE));
        }
    }

    @Test
    void aSignatureForAnotherPurposeIsNone() throws Exception {
        keygen.key("id", "ed25519");
        DetachedSignature mail = DetachedSignature.parse(signed("-n", "file"));
        assertEquals(new Valid(false, false), mail.verify(MESSAGE, "file"));
        assertEquals(new Invalid("the signature is for another namespace"), mail.verify(MESSAGE, PURPOSE));
    }

    /** A certificate would say who the signer is, by an authority that nobody here asked. */
    @Test
    void refusesTheSignatureOfACertificate() {
        keygen.key("authority", "ed25519");
        keygen.key("id", "ed25519");
        keygen.certificate("authority", "id", "-I", "id", "-n", "alice");
        keygen.run("-q", "-Y", "sign", "-f", "id-cert.pub", "-n", PURPOSE, "message");
        var refused = assertThrows(
                MalformedSignatureException.class, () -> DetachedSignature.parse(keygen.read("message.sig")));
        assertTrue(refused.getMessage().contains("cert-v01@openssh.com"), refused::getMessage);
    }

    @Test
    void sshKeygenVerifiesWhatIsWrittenHere() throws Exception {
        Ed25519Pair pair = Ed25519Pair.generate(new SecureRandom());
        for (SignedDigest digest : SignedDigest.values()) {
            DetachedSignature signature = new DetachedSignature(
                    pair.sshKey(),
                    PURPOSE,
                    digest,
                    pair.sshSignature(DetachedSignature.signed(PURPOSE, digest, MESSAGE)));
            assertEquals(new Valid(false, false), signature.verify(MESSAGE, PURPOSE));
            assertKeygenVerifies(signature);
        }
    }

    @Test
    void aSecurityKeysTouchIsTold() throws Exception {
        for (SoftAuthenticator authenticator :
                List.of(SoftAuthenticator.ed25519("ssh:"), SoftAuthenticator.ecdsa("ssh:work"))) {
            byte[] data = DetachedSignature.signed(PURPOSE, SignedDigest.SHA512, MESSAGE);
            DetachedSignature touched = new DetachedSignature(
                    authenticator.key(),
                    PURPOSE,
                    SignedDigest.SHA512,
                    authenticator.sign(data, SoftAuthenticator.TOUCH));
            assertEquals(
                    new Valid(true, false),
                    DetachedSignature.parse(touched.armoured()).verify(MESSAGE, PURPOSE));
            assertKeygenVerifies(touched);
            DetachedSignature untouched = new DetachedSignature(
                    authenticator.key(), PURPOSE, SignedDigest.SHA512, authenticator.sign(data, 0));
            assertEquals(new Valid(false, false), untouched.verify(MESSAGE, PURPOSE));
        }
    }

    @Test
    void rsaWithSha1IsNoSignature() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey rsa = (RSAPublicKey) pair.getPublic();
        byte[] data = DetachedSignature.signed(PURPOSE, SignedDigest.SHA512, MESSAGE);
        Signature sha1 = Signature.getInstance("SHA1withRSA", "SunRsaSign");
        sha1.initSign(pair.getPrivate());
        sha1.update(data);
        DetachedSignature signature = new DetachedSignature(
                new RsaKey(rsa.getPublicExponent(), rsa.getModulus()),
                PURPOSE,
                SignedDigest.SHA512,
                new WireWriter().writeText("ssh-rsa").writeString(sha1.sign()).toByteArray());
        assertEquals(
                new Invalid("the signature is of an algorithm that is not taken here"),
                DetachedSignature.parse(signature.armoured()).verify(MESSAGE, PURPOSE));
    }

    @Test
    void refusesWhatIsOddInTheBlob() {
        Ed25519Key key = (Ed25519Key) Ed25519Pair.generate(new SecureRandom()).sshKey();
        assertMalformed("version 2", blob(2, key.blob(), PURPOSE, "", "sha512"));
        assertMalformed("reserved", blob(1, key.blob(), PURPOSE, "x", "sha512"));
        assertMalformed("\"sha1\"", blob(1, key.blob(), PURPOSE, "", "sha1"));
        assertMalformed("the namespace", blob(1, key.blob(), "", "", "sha512"));
        assertMalformed("the namespace", blob(1, key.blob(), "a b", "", "sha512"));
        assertMalformed("the key type", blob(1, new byte[0], PURPOSE, "", "sha512"));
        assertMalformed(
                "more bytes",
                new WireWriter()
                        .writeRaw(blob(1, key.blob(), PURPOSE, "", "sha512"))
                        .writeByte(0)
                        .toByteArray());
        assertMalformed("no signature of ssh-keygen", "SSHSIX".getBytes(UTF_8));
        assertMalformed("no signature of ssh-keygen", new byte[1]);
    }

    @Test
    void refusesWhatIsOddInTheText() throws Exception {
        keygen.key("id", "ed25519");
        String armoured = signed("-n", PURPOSE);
        assertEquals(
                PURPOSE, DetachedSignature.parse(armoured.replace("\n", "\r\n")).namespace());
        assertText("base64 between", "");
        assertText("base64 between", "\n\n\n");
        assertText("base64 between", " " + armoured);
        assertText("not base64", armoured + armoured);
        assertText(
                "not base64",
                armoured + "x" + "\n" + armoured.lines().reduce((a, b) -> b).orElseThrow());
        assertText("more than any signature", armoured + "\n".repeat(DetachedSignature.LIMIT));
        assertText("base64 between", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n");
    }

    private String signed(String... options) {
        List<String> arguments = new ArrayList<>(List.of("-q", "-Y", "sign", "-f", "id"));
        arguments.addAll(List.of(options));
        arguments.add("message");
        try {
            Files.deleteIfExists(directory.resolve("message.sig"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        keygen.run(arguments.toArray(String[]::new));
        return keygen.read("message.sig");
    }

    /** As {@code find-principals} and {@code verify} do; ssh-keygen reads the message from its standard input. */
    private void assertKeygenVerifies(DetachedSignature signature) throws Exception {
        keygen.write("signers", "alice@example " + signature.key().line());
        Files.writeString(directory.resolve("ours.sig"), signature.armoured());
        Process process = new ProcessBuilder(
                        "ssh-keygen",
                        "-Y",
                        "verify",
                        "-f",
                        "signers",
                        "-I",
                        "alice@example",
                        "-n",
                        PURPOSE,
                        "-s",
                        "ours.sig")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(directory.resolve("message").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.startsWith("Good \"" + PURPOSE + "\" signature"), output);
    }

    private static void assertRefused(SshPublicKey key, String text, String what) {
        try {
            DetachedSignature altered = DetachedSignature.parse(text);
            boolean valid = altered.verify(MESSAGE, PURPOSE) instanceof Valid;
            assertEquals(false, valid && altered.key().equals(key), what);
        } catch (MalformedSignatureException refused) {
            assertTrue(refused.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), refused::getMessage);
        }
    }

    private static byte[] blob(int version, byte[] key, String namespace, String reserved, String digest) {
        return new WireWriter()
                .writeRaw("SSHSIG".getBytes(StandardCharsets.US_ASCII))
                .writeUint32(version)
                .writeString(key)
                .writeText(namespace)
                .writeText(reserved)
                .writeText(digest)
                .writeString(BigInteger.TEN.toByteArray())
                .toByteArray();
    }

    private static void assertMalformed(String why, byte[] blob) {
        String base64 = Base64.getEncoder().encodeToString(blob);
        assertText(why, "-----BEGIN SSH SIGNATURE-----\n" + base64 + "\n-----END SSH SIGNATURE-----\n");
    }

    private static void assertText(String why, String text) {
        var refused = assertThrows(MalformedSignatureException.class, () -> DetachedSignature.parse(text));
        assertTrue(refused.getMessage().contains(why), refused::getMessage);
    }
}
