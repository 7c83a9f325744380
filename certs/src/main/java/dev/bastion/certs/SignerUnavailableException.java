package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A key that should sign cannot be reached: its token is missing, locked, lost or too slow, or no file here holds it. The
 * message says which and holds no secret; nothing was signed.
 */
public final class SignerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * A fault.
     *
     * @param hint what to do, without {@code hint:} before it
     */
    public SignerUnavailableException(String message, String hint) {
        super(message);
        this.hint = requireNonNull(hint, "hint is null");
    }

    /** What to do, without {@code hint:} before it. */
    public String hint() {
        return hint;
    }

    /** Waits for what a signer does, and throws what it failed with as itself. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SignerUnavailableException unavailable) {
                throw unavailable;
            }
            throw e;
        }
    }
}
