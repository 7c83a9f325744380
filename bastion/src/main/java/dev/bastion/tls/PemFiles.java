package dev.bastion.tls;

import dev.bastion.certs.AuthorityFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads them; every method does file I/O, and what it refuses it names. Stateless. */
public final class PemFiles {
    private static final long LARGEST = 1 << 20;

    private PemFiles() {}

    /**
     * The certificates in a file, in their order.
     *
     * @throws AuthorityFileException if there is none, or no such file
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] content = content(file);
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException malformed) {
            throw noCertificate(file);
        }
        throw noCertificate(file);
    }

    private static AuthorityFileException noCertificate(Path file) {
        return new AuthorityFileException("'%s' holds no certificate".formatted(file), "it should be one in PEM");
    }

    /**
     * The private key in a file, which is not encrypted.
     *
     * @param forbidden permissions that the file must not have
     * @throws AuthorityFileException if it has one of these, or holds no such key
     */
    public static PrivateKey key(Path file, Set<PosixFilePermission> forbidden) throws IOException {
        byte[] content = content(file);
        if (Files.getPosixFilePermissions(file).stream().anyMatch(forbidden::contains)) {
            throw new AuthorityFileException(
                    "'%s' may be read or changed by others".formatted(file), "chmod 600 " + file);
        }
        try (PEMParser parser = new PEMParser(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
            // By its name in the JDK: BouncyCastle's own is known to its provider alone.
            JcaPEMKeyConverter converter =
                    new JcaPEMKeyConverter().setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");
            // OpenSSL lays the parameters of a curve before the key.
            for (Object read = parser.readObject(); read != null; read = parser.readObject()) {
                if (read instanceof PrivateKeyInfo key) {
                    return converter.getPrivateKey(key);
                }
                if (read instanceof PEMKeyPair pair) {
                    return converter.getKeyPair(pair).getPrivate();
                }
            }
        } catch (IOException | RuntimeException malformed) {
            throw noKey(file);
        }
        throw noKey(file);
    }

    private static AuthorityFileException noKey(Path file) {
        return new AuthorityFileException(
                "'%s' holds no private key in PEM that is open".formatted(file), "openssl pkey -in FILE shows one");
    }

    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new AuthorityFileException("there is no file '%s'".formatted(file), "look at bastion.yaml");
        }
        if (Files.size(file) > LARGEST) {
            throw new AuthorityFileException(
                    "'%s' is larger than any key or certificate".formatted(file), "look whether it is the right file");
        }
        return Files.readAllBytes(file);
    }
}
