package dev.bastion.credential;

/** A secret that is needed now cannot be had. The message is for the log: it says why, and nothing of what was read. */
public final class SecretUnavailableException extends Exception {
    public SecretUnavailableException(String why) {
        super(why);
    }

    public SecretUnavailableException(String why, Throwable cause) {
        super(why, cause);
    }
}
