package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

/** No certificate can be made; the message is a sentence for the person and for the log, and holds no secret. */
public final class IssuanceRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    IssuanceRefusedException(String message, String hint) {
        this(message, hint, null);
    }

    IssuanceRefusedException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = requireNonNull(hint, "hint is null");
    }

    /** What to do, without {@code hint:} before it. */
    public String hint() {
        return hint;
    }
}
