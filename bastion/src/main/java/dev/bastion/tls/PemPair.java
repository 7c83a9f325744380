package dev.bastion.tls;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/**
 * A key and its certificate for TLS, and what may be wrong with the two. Immutable.
 *
 * @param key the file of the private key
 * @param certificate the file of the certificate, and of those between it and the root
 */
public record PemPair(Path key, Path certificate) {
    public PemPair {
        requireNonNull(key, "key is null");
        requireNonNull(certificate, "certificate is null");
    }

    /**
     * Reads both files and everything that can be told of them before a handshake.
     *
     * @param forbidden permissions that the key's file must not have
     * @throws AuthorityFileException if they cannot be used at that moment
     */
    public void requireUsable(Set<PosixFilePermission> forbidden, Instant now) throws IOException {
        PrivateKey read = PemFiles.key(key, forbidden);
        X509Certificate own = PemFiles.certificates(certificate).getFirst();
        requireInTime(own, now);
        try {
            requireTogether(read, own);
        } catch (GeneralSecurityException e) {
            throw apart();
        }
    }

    /** Refuses a certificate that is not good at that moment. */
    public void requireInTime(X509Certificate own, Instant now) throws AuthorityFileException {
        try {
            own.checkValidity(Date.from(now));
        } catch (CertificateExpiredException e) {
            throw new AuthorityFileException(
                    "the certificate '%s' has run out at %s"
                            .formatted(certificate, own.getNotAfter().toInstant()),
                    "lay a new one into its place");
        } catch (CertificateNotYetValidException e) {
            throw new AuthorityFileException(
                    "the certificate '%s' is not good before %s"
                            .formatted(certificate, own.getNotBefore().toInstant()),
                    "look at the clock of this machine");
        }
    }

    /**
     * A key store takes any certificate beside any key, and the handshake fails without saying why.
     *
     * @throws GeneralSecurityException if they are not even of one kind
     */
    public void requireTogether(PrivateKey read, X509Certificate own) throws GeneralSecurityException, IOException {
        String algorithm = switch (read.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        byte[] anything = certificate.toString().getBytes(StandardCharsets.UTF_8);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(read);
        signing.update(anything);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(own.getPublicKey());
        verifying.update(anything);
        if (!verifying.verify(signature)) {
            throw apart();
        }
    }

    private AuthorityFileException apart() {
        return new AuthorityFileException(
                "the key '%s' does not belong to the certificate '%s'".formatted(key, certificate),
                "put back the pair");
    }
}
