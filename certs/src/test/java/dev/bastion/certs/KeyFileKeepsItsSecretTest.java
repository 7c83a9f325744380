package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileKeepsItsSecretTest {
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private Path path;

    @BeforeEach
    void prepare() {
        path = directory.resolve("keys").resolve("access-ca");
    }

    @Test
    void createsFilesThatReadBack() throws Exception {
        AuthorityFile file = new AuthorityFile(path);
        assertFalse(file.exists());
        Ed25519Pair pair = file.create("bastion access CA", random);

        assertTrue(file.exists());
        assertFalse(file.isEncrypted());
        assertArrayEquals(pair.seed(), new AuthorityFile(path).load().seed());
        assertEquals("rw-------", permissions(path));
        assertEquals("rw-r--r--", permissions(file.publicPath()));
        assertEquals("rwx------", permissions(path.getParent()));
        assertEquals(pair.sshKey().line() + " bastion access CA\n", Files.readString(file.publicPath()));
        try (Stream<Path> files = Files.list(path.getParent())) {
            assertEquals(
                    List.of("access-ca", "access-ca.pub"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void jdkReadsPlainAndEncryptedFile() throws Exception {
        Ed25519Pair plain = new AuthorityFile(path).create("", random);
        KeyFactory keys = KeyFactory.getInstance("Ed25519", "SunEC");
        assertEquals(plain.jca().getPrivate(), keys.generatePrivate(new PKCS8EncodedKeySpec(der(path))));

        Path other = path.resolveSibling("target-ca");
        Ed25519Pair encrypted = new AuthorityFile(other, PASSPHRASE).create("", random);
        javax.crypto.EncryptedPrivateKeyInfo info = new javax.crypto.EncryptedPrivateKeyInfo(der(other));
        String algorithm = info.getAlgParameters().toString();
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSPHRASE)),
                info.getAlgParameters());
        assertEquals("PBEWithHmacSHA256AndAES_256", algorithm);
        assertEquals(encrypted.jca().getPrivate(), keys.generatePrivate(info.getKeySpec(cipher)));
    }

    @Test
    void encryptedFileYieldsToItsPassphraseAlone() throws Exception {
        AuthorityFile file = new AuthorityFile(path, PASSPHRASE);
        Ed25519Pair pair = file.create("", random);

        assertTrue(file.isEncrypted());
        assertArrayEquals(
                pair.seed(), new AuthorityFile(path, PASSPHRASE).load().seed());
        assertRefused(new AuthorityFile(path), "it is encrypted");
        AuthorityFileException wrong =
                assertRefused(new AuthorityFile(path, "wrong horse".toCharArray()), "passphrase is wrong");
        assertFalse(wrong.toString().contains("wrong horse"));
    }

    @Test
    void plainFileIsRefusedWhereAPassphraseIsGiven() throws Exception {
        new AuthorityFile(path).create("", random);
        assertRefused(new AuthorityFile(path, PASSPHRASE), "not encrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-"})
    void refusesFileThatIsOpenToOthers(String permissions) throws Exception {
        AuthorityFile file = new AuthorityFile(path);
        file.create("", random);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        AuthorityFileException e = assertRefused(file, "wider than 0600");
        assertEquals("chmod 600 " + path, e.hint());
    }

    @Test
    void acceptsFileThatItsOwnerMayOnlyRead() throws Exception {
        AuthorityFile file = new AuthorityFile(path);
        Ed25519Pair pair = file.create("", random);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));
        assertArrayEquals(pair.seed(), file.load().seed());
    }

    @Test
    void neverOverwritesAKey() throws Exception {
        AuthorityFile file = new AuthorityFile(path);
        Ed25519Pair pair = file.create("", random);
        assertThrows(AuthorityFileException.class, () -> file.create("", random));
        assertArrayEquals(pair.seed(), file.load().seed());
        Files.delete(path);
        assertThrows(AuthorityFileException.class, () -> file.create("", random));
    }

    @Test
    void refusesKeyThatIsNotThePublicOnesBesideIt() throws Exception {
        AuthorityFile file = new AuthorityFile(path);
        file.create("", random);
        Files.writeString(
                file.publicPath(), Ed25519Pair.generate(random).sshKey().line());
        assertRefused(file, "does not belong");
        Files.writeString(file.publicPath(), "ssh-ed25519 nonsense");
        assertRefused(file, "unreadable");
        Files.delete(file.publicPath());
        file.load();
    }

    @Test
    void refusesWhatIsNoKey() throws Exception {
        AuthorityFile file = new AuthorityFile(path);
        assertRefused(file, "no such file");
        Files.createDirectories(path);
        assertThrows(AuthorityFileException.class, file::load);
        Files.delete(path);
        for (String text : List.of(
                "",
                "hello",
                "-----BEGIN PRIVATE KEY-----\n%%%\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n",
                "x".repeat(20_000))) {
            write(text);
            assertThrows(AuthorityFileException.class, file::load, text);
            assertThrows(AuthorityFileException.class, () -> new AuthorityFile(path, PASSPHRASE).load(), text);
        }
    }

    @Test
    void everyAlteredByteIsRefusedOrLeavesTheSameKey() throws Exception {
        AuthorityFile file = new AuthorityFile(path);
        Ed25519Pair pair = file.create("", random);
        byte[] content = Files.readAllBytes(path);
        for (int i = 0; i < content.length; i++) {
            byte[] altered = content.clone();
            altered[i] ^= 0x11;
            Files.write(path, altered);
            try {
                assertArrayEquals(pair.seed(), file.load().seed());
            } catch (AuthorityFileException e) {
                assertFalse(e.getMessage().contains(Base64.getEncoder().encodeToString(pair.seed())));
            }
        }
    }

    @Test
    void refusesToWorkForHoursOnATamperedFile() throws Exception {
        AuthorityFile file = new AuthorityFile(path, PASSPHRASE);
        file.create("", random);
        EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der(path));
        PBES2Parameters parameters =
                PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
        PBKDF2Params stretching =
                PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
        PBKDF2Params endless = new PBKDF2Params(stretching.getSalt(), 2_000_000_000, stretching.getPrf());
        PBES2Parameters tampered = new PBES2Parameters(
                new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, endless), parameters.getEncryptionScheme());
        byte[] der = new EncryptedPrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, tampered), info.getEncryptedData())
                .getEncoded();
        write("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertRefused(file, "iterations");
    }

    private AuthorityFileException assertRefused(AuthorityFile file, String why) {
        AuthorityFileException e = assertThrows(AuthorityFileException.class, file::load);
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().startsWith("key file \"" + path + "\": "), e.getMessage());
        return e;
    }

    private void write(String text) throws IOException {
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, text);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static byte[] der(Path path) throws IOException {
        String base64 =
                Files.readString(path).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return Base64.getDecoder().decode(base64);
    }
}
