package dev.bastion.option;

import static java.util.Objects.requireNonNull;

/** Something was typed that cannot be meant: a sentence, and what to type instead. */
public class Mistyped extends RuntimeException {
    private final String hint;

    public Mistyped(String sentence, String hint) {
        super(sentence, null, false, false);
        this.hint = requireNonNull(hint, "hint is null");
    }

    public String hint() {
        return hint;
    }
}
