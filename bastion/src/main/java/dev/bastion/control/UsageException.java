package dev.bastion.control;

import static java.util.Objects.requireNonNull;

/** The command was typed wrongly: exit status 2, with a sentence and what to type instead. */
final class UsageException extends RuntimeException {
    private final String hint;

    UsageException(String sentence, String hint) {
        super(sentence, null, false, false);
        this.hint = requireNonNull(hint, "hint is null");
    }

    String hint() {
        return hint;
    }
}
