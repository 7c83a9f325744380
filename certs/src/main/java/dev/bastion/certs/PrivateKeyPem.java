package dev.bastion.certs;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * An Ed25519 seed as PKCS#8 in PEM (RFC 5958 with RFC 8410), plain or encrypted by PBES2 (RFC 8018: PBKDF2 with
 * HMAC-SHA-256, AES-256-CBC); {@code openssl pkey} reads both. BouncyCastle does the work without being registered.
 */
final class PrivateKeyPem {
    static final String PLAIN = "PRIVATE KEY";
    static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    /** OWASP's figure for HMAC-SHA-256; some tenths of a second for whoever knows the passphrase. */
    private static final int ITERATIONS = 600_000;

    /** A file that asks for more was not written by us and would only keep the start waiting. */
    private static final int MAX_ITERATIONS = 10_000_000;

    private PrivateKeyPem() {}

    /** The type between the dashes and what follows it. */
    static PemObject parse(String text) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(text))) {
            PemObject object = reader.readPemObject();
            if (object == null) {
                throw new IOException("it is not PEM");
            }
            return object;
        } catch (RuntimeException e) {
            throw new IOException("it is not PEM", e);
        }
    }

    static String plain(byte[] seed) throws IOException {
        return pem(PLAIN, info(seed).getEncoded());
    }

    static String encrypted(byte[] seed, char[] passphrase, SecureRandom random) throws IOException {
        try {
            OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setPRF(PKCS8Generator.PRF_HMACSHA256)
                    .setIterationCount(ITERATIONS)
                    .setRandom(random)
                    .build(passphrase);
            return pem(
                    ENCRYPTED,
                    new PKCS8EncryptedPrivateKeyInfoBuilder(info(seed))
                            .build(encryptor)
                            .getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("BouncyCastle has no PBES2", e);
        }
    }

    static byte[] seed(byte[] der) throws IOException {
        try {
            return seed(PrivateKeyInfo.getInstance(der));
        } catch (RuntimeException e) {
            // BouncyCastle's readers answer damaged ASN.1 with whatever exception they run into.
            throw new IOException("it is not PKCS#8", e);
        }
    }

    static byte[] decrypt(byte[] der, char[] passphrase) throws IOException {
        try {
            EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der);
            requireModestWork(info.getEncryptionAlgorithm());
            return seed(new PKCS8EncryptedPrivateKeyInfo(info)
                    .decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(passphrase)));
        } catch (PKCSException | RuntimeException e) {
            throw new IOException("the passphrase is wrong or the file damaged", e);
        }
    }

    private static void requireModestWork(AlgorithmIdentifier encryption) throws IOException {
        if (!encryption.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw new IOException("it is not encrypted with PBES2");
        }
        PBES2Parameters parameters = PBES2Parameters.getInstance(encryption.getParameters());
        if (!parameters.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw new IOException("its passphrase is not stretched with PBKDF2");
        }
        PBKDF2Params stretching =
                PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
        if (stretching.getIterationCount().bitLength() > 31
                || stretching.getIterationCount().intValueExact() > MAX_ITERATIONS) {
            throw new IOException("it asks for more than " + MAX_ITERATIONS + " iterations");
        }
    }

    /** Version 1 without the public half, since OpenSSL 3.0 and older Javas do not read version 2. */
    private static PrivateKeyInfo info(byte[] seed) throws IOException {
        return new PrivateKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), new DEROctetString(seed));
    }

    private static byte[] seed(PrivateKeyInfo info) throws IOException {
        if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
            throw new IOException("its key is not Ed25519");
        }
        byte[] seed = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
        if (seed.length != 32) {
            throw new IOException("its key has " + seed.length + " bytes, not 32");
        }
        return Arrays.copyOf(seed, seed.length);
    }

    private static String pem(String type, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        return text.toString();
    }
}
