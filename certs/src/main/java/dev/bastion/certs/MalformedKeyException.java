package dev.bastion.certs;

/**
 * Bytes that are not a key which this bastion reads; the message says what is wrong with them, quotes nothing but
 * printable ASCII and holds no secret.
 */
public final class MalformedKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedKeyException(String message) {
        super(message);
    }

    MalformedKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
