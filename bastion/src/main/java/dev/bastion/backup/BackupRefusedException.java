package dev.bastion.backup;

/** There is something in the way of a backup or of its return. The message is one sentence and a hint. */
public final class BackupRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackupRefusedException(String sentence, String hint) {
        super(sentence + "\nhint: " + hint);
    }
}
