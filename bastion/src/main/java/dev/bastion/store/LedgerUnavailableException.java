package dev.bastion.store;

/**
 * The ledger cannot take an event now, so that what it would have allowed does not happen. The message says why, for
 * the person who asked.
 */
public final class LedgerUnavailableException extends RuntimeException {

    LedgerUnavailableException(String message) {
        super(message);
    }

    LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
