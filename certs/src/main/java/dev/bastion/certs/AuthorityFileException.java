package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/** A key file, or what lies beside the keys, is refused: the message says why, names the file and holds nothing of its content. */
public final class AuthorityFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * A refusal.
     *
     * @param hint what to do, without {@code hint:} before it
     */
    public AuthorityFileException(String message, String hint) {
        this(message, hint, null);
    }

    AuthorityFileException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = requireNonNull(hint, "hint is null");
    }

    /** What to do, without {@code hint:} before it. */
    public String hint() {
        return hint;
    }
}
