package dev.bastion.control;

/** An event could not be written, so what it would have said has not happened. */
final class LedgerException extends RuntimeException {
    LedgerException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
