package dev.bastion;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/** The policy that lies there can be read, and nothing starts on it: a sentence, and what to do instead. */
public final class PolicyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    PolicyRefusedException(String sentence, String hint) {
        super(sentence);
        this.hint = requireNonNull(hint, "hint is null");
    }

    public String hint() {
        return hint;
    }
}
