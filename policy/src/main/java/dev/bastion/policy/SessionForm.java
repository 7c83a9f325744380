package dev.bastion.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a person came to a target. */
public enum SessionForm {
    /** {@code ssh -J bastion login@target}: an SSH connection inside a tunnel. */
    JUMP,
    /** {@code ssh login@target@bastion}: one SSH connection. */
    DIRECT;

    /** The word of lists, JSON and events: {@code jump} or {@code direct}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form of that exact word, or nothing. */
    public static Optional<SessionForm> of(String word) {
        return Arrays.stream(values()).filter(form -> form.word().equals(word)).findFirst();
    }
}
