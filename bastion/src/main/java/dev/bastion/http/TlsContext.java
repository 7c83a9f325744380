package dev.bastion.http;

import dev.bastion.config.Http;
import dev.bastion.tls.PemFiles;
import dev.bastion.tls.PemPair;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Set;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The server's key and chain, as PEM files hold them, for TLS 1.2 and 1.3. Does file I/O. */
final class TlsContext {
    private static final Set<PosixFilePermission> NOT_FOR_KEYS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    private TlsContext() {}

    /** Looks at the files without answering by them. */
    static void requireUsable(Http.Tls files, Instant now) throws IOException {
        new PemPair(files.key(), files.certificate()).requireUsable(NOT_FOR_KEYS, now);
    }

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
            Certificate[] chain = PemFiles.certificates(files.certificate()).toArray(Certificate[]::new);
            PrivateKey key = PemFiles.key(files.key(), NOT_FOR_KEYS);
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
}
