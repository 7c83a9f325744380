package dev.bastion.certs;

/** No certificate can be made; the message is a sentence for the person and for the log. */
public final class IssuanceRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    IssuanceRefusedException(String message) {
        super(message);
    }
}
