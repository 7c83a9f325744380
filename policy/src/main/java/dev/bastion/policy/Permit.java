package dev.bastion.policy;

import java.util.Arrays;
import java.util.Optional;

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
    /** TCP forwarding. */
    FORWARD("forward"),
    /** Agent forwarding. */
    AGENT("agent");

    private final String word;

    Permit(String word) {
        this.word = word;
    }

    /** The word used in the policy, in commands, tokens and events, such as {@code sftp-read}. */
    public String word() {
        return word;
    }

    /** The permit of that exact word, or nothing. */
    public static Optional<Permit> of(String word) {
        return Arrays.stream(values())
                .filter(permit -> permit.word.equals(word))
                .findFirst();
    }
}
