package dev.bastion.store;

/** An entry of the ledger that is no event which this bastion can read. */
final class MalformedLeafException extends Exception {

    MalformedLeafException(String message) {
        super(message);
    }

    MalformedLeafException(String message, Throwable cause) {
        super(message, cause);
    }
}
