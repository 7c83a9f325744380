package dev.bastion.certs;

/** Bytes that are not what the SSH wire format (RFC 4251, section 5) allows at that place; never leaves this package. */
final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
