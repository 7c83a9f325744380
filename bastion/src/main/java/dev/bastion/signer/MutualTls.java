package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFileException;
import dev.bastion.config.SignerPlace;
import dev.bastion.tls.PemFiles;
import dev.bastion.tls.PemPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what one of the two proves itself to the other, and whom it believes, as PEM files say it: a certificate is renewed by
 * laying another into its place. Files that cannot be used leave what was read before. Thread-safe; does file I/O.
 */
public final class MutualTls {
    private static final Logger LOG = LoggerFactory.getLogger(MutualTls.class);
    private static final Set<PosixFilePermission> NOT_FOR_KEYS = PosixFilePermissions.fromString("---rwxrwx");

    private final SignerPlace.OverTls place;
    private final Clock clock;
    private List<String> seen;
    private SSLContext context;

    /**
     * Reads the files.
     *
     * @throws AuthorityFileException if they cannot be used now
     */
    public MutualTls(SignerPlace.OverTls place, Clock clock) throws IOException {
        this.place = requireNonNull(place, "place is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.seen = look();
        this.context = read();
    }

    /** What the files say now, or said when they could last be used. */
    synchronized SSLContext context() {
        try {
            List<String> now = look();
            if (!now.equals(seen)) {
                // Once for each change, also where it is of no use.
                seen = now;
                context = read();
                LOG.info("'{}' is used from now on", place.certificate());
            }
        } catch (IOException e) {
            LOG.error("the files for TLS changed and cannot be used; those before are: {}", e.getMessage());
        }
        return context;
    }

    /** Certificates that are trusted by themselves are not looked at for their time by the JDK. */
    void requireInTime(X509Certificate certificate) throws IOException {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            throw new SSLException("it is out of its time", e);
        }
    }

    /** When each of the files was changed. */
    private List<String> look() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : List.of(place.key(), place.certificate(), place.trusted())) {
            found.add(Files.exists(file) ? Files.getLastModifiedTime(file) + " " + Files.size(file) : "none");
        }
        return found;
    }

    private SSLContext read() throws IOException {
        PrivateKey key = PemFiles.key(place.key(), NOT_FOR_KEYS);
        List<X509Certificate> chain = PemFiles.certificates(place.certificate());
        List<X509Certificate> trusted = PemFiles.certificates(place.trusted());
        PemPair pair = new PemPair(place.key(), place.certificate());
        pair.requireInTime(chain.getFirst(), clock.instant());
        try {
            pair.requireTogether(key, chain.getFirst());
            SSLContext made = SSLContext.getInstance("TLSv1.3");
            made.init(new KeyManager[] {new OwnKey(key, chain)}, trust(trusted).getTrustManagers(), null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new AuthorityFileException(
                    "'%s' and '%s' are no key and certificate for TLS".formatted(place.key(), place.certificate()),
                    "keys of ecdsa, ed25519 or rsa, and the certificate of that very key");
        }
    }

    private static TrustManagerFactory trust(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int number = 0; number < trusted.size(); number++) {
            store.setCertificateEntry("trusted-" + number, trusted.get(number));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }
}
