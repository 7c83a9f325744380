package dev.bastion.certs;

/**
 * Bytes that are not a certificate which this bastion reads; the message says what is wrong with them, quotes nothing but
 * printable ASCII and holds no secret.
 */
public final class MalformedCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedCertificateException(String message) {
        super(message);
    }

    MalformedCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
