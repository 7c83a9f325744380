package dev.bastion.policy.yaml;

import static java.util.Objects.requireNonNull;

/**
 * Something wrong in a file that a person wrote.
 *
 * @param key where in the file: {@code rules[0].duration.max}; empty for the file as a whole
 * @param line from 1; 0 when the problem is with the file as a whole
 * @param column from 1; 0 when the problem is with the file as a whole
 * @param message lower case, no full stop
 * @param hint what to do; may be empty
 */
public record Problem(String key, int line, int column, String message, String hint) {

    public Problem {
        requireNonNull(key, "key is null");
        requireNonNull(message, "message is null");
        requireNonNull(hint, "hint is null");
    }

    /** {@code access.yaml:12:5: rules[0].duration.max: message}, without the hint. */
    public String text(String file) {
        String place = line > 0 ? file + ":" + line + ":" + column : file;
        return key.isEmpty() ? place + ": " + message : place + ": " + key + ": " + message;
    }
}
