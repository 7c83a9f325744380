package dev.bastion.recorder.ledger;

/** A text that should be a signed note or a checkpoint and is not. */
public final class MalformedNoteException extends Exception {

    MalformedNoteException(String message) {
        super(message);
    }

    MalformedNoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
