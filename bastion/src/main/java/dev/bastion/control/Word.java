package dev.bastion.control;

import static java.util.Objects.requireNonNull;

/**
 * One word of a command line.
 *
 * @param text without its quotes
 * @param quoted whether it stood in quotes, and so is no option whatever it looks like
 */
record Word(String text, boolean quoted) {
    Word {
        requireNonNull(text, "text is null");
    }

    /** Whether it is written like {@code --reason} or {@code --reason=…}. */
    boolean isOption() {
        return !quoted && text.length() > 2 && text.startsWith("--") && Character.isLetter(text.charAt(2));
    }
}
