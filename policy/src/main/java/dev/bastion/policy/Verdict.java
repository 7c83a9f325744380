package dev.bastion.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a reviewer found. */
public enum Verdict {
    /** What was done is what was asked for. */
    OK,
    /** It is not; that opens an incident. */
    DEVIATION;

    /** The word of commands, lists and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Nothing for any other word. */
    public static Optional<Verdict> of(String word) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.word().equals(word))
                .findFirst();
    }
}
