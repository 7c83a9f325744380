package dev.bastion.http;

import dev.bastion.config.Http;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The server's key and chain, as PEM files hold them, for TLS 1.2 and 1.3. Does file I/O. */
final class TlsContext {
    private static final long LARGEST = 1 << 20;
    private static final Set<PosixFilePermission> NOT_FOR_KEYS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    private TlsContext() {}

    static SslContextFactory.Server of(Http.Tls files) throws IOException {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStore(store(files));
        context.setKeyStorePassword("");
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setSniRequired(false);
        return context;
    }

    private static KeyStore store(Http.Tls files) throws IOException {
        try {
            Certificate[] chain = chain(files.certificate());
            PrivateKey key = key(files.key());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("http", key, new char[0], chain);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "'%s' and '%s' are no key and certificate for TLS: %s"
                            .formatted(files.key(), files.certificate(), e.getMessage()),
                    e);
        }
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(content(file)))
                .toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new IOException("'%s' holds no certificate".formatted(file));
        }
        return chain;
    }

    private static PrivateKey key(Path file) throws IOException {
        byte[] content = content(file);
        if (Files.getPosixFilePermissions(file).stream().anyMatch(NOT_FOR_KEYS::contains)) {
            throw new IOException("'%s' may be read or changed by others; chmod 600 %s".formatted(file, file));
        }
        try (PEMParser parser = new PEMParser(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            Object read = parser.readObject();
            if (read instanceof PrivateKeyInfo key) {
                return converter.getPrivateKey(key);
            }
            if (read instanceof PEMKeyPair pair) {
                return converter.getKeyPair(pair).getPrivate();
            }
            throw new IOException("'%s' holds no private key in PEM".formatted(file));
        }
    }

    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file '%s'".formatted(file));
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException("'%s' is larger than any key or certificate".formatted(file));
        }
        return Files.readAllBytes(file);
    }
}
