package dev.bastion.config;

import static java.util.Objects.requireNonNull;

/** A passphrase or a password, which no log, error or {@code toString} shows. Immutable. */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = requireNonNull(text, "text is null");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a secret is empty");
        }
    }

    /** The secret itself, for the one call that needs it. */
    public String reveal() {
        return text;
    }

    /** The secret as characters, a fresh copy that the caller may wipe. */
    public char[] chars() {
        return text.toCharArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
