package dev.bastion.certs;

/**
 * Bytes that are not a key revocation list which this bastion reads; the message says what is wrong with them, quotes
 * nothing but printable ASCII and holds no secret.
 */
public final class MalformedKrlException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedKrlException(String message) {
        super(message);
    }

    MalformedKrlException(String message, Throwable cause) {
        super(message, cause);
    }
}
