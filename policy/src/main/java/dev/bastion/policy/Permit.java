package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What may be done on a target under a grant. What no rule names is not done. */
public enum Permit {
    /** A shell, with or without a terminal. */
    SHELL("shell"),
    /** One command per channel. */
    EXEC("exec"),
    /** Reading and listing files over SFTP, hence also downloads by scp. */
    SFTP_READ("sftp-read"),
    /** Changing files over SFTP, hence also uploads by scp. */
    SFTP_WRITE("sftp-write"),
    /** Connections that the target opens for the person, to the destinations that the rule names. */
    FORWARD("forward"),
    /** Agent forwarding, which lends the use of a person's keys to whoever is root on the target. */
    AGENT("agent");

    private final String word;

    Permit(String word) {
        this.word = word;
    }

    /** The word used in the policy, in commands, tokens and events, such as {@code sftp-read}. */
    public String word() {
        return word;
    }

    /** A copy in the order of the enum, so that what is written from it is always the same text. */
    static Set<Permit> inOrder(Set<Permit> permits) {
        requireNonNull(permits, "permits is null");
        EnumSet<Permit> copy = EnumSet.noneOf(Permit.class);
        copy.addAll(permits);
        return Collections.unmodifiableSet(copy);
    }

    /** The permit of that exact word, or nothing. */
    public static Optional<Permit> of(String word) {
        return Arrays.stream(values())
                .filter(permit -> permit.word.equals(word))
                .findFirst();
    }
}
