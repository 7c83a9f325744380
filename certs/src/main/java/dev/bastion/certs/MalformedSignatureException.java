package dev.bastion.certs;

/**
 * Text that is not a detached signature which this bastion reads; the message says what is wrong with it, quotes nothing
 * but printable ASCII and holds no secret.
 */
public final class MalformedSignatureException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedSignatureException(String message) {
        super(message);
    }

    MalformedSignatureException(String message, Throwable cause) {
        super(message, cause);
    }
}
