package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a command line into words where every shell that a host may have would split it alike and do nothing else with it.
 *
 * <p>Words are of plain characters, of {@code 'anything but a quote'}, and of {@code "…"} without dollar, backquote,
 * backslash, exclamation mark. What else a shell might read, such as {@code ; & | < > $ ( ) * ? ~ #} or a line's end outside
 * quotes, makes the line one that cannot be told. Stateless.
 */
public final class CommandWords {

    private static final String PLAIN = "_@%+=:,./-";
    private static final String ALIVE_IN_QUOTES = "$`\\!";
    private static final int MAX_LINE = 64 * 1024;

    private final String line;
    private final List<String> words = new ArrayList<>();
    private int at;

    private CommandWords(String line) {
        this.line = line;
    }

    /** The words; nothing when a shell might make something else of the line, and when it is longer than 64 kB. */
    public static Optional<List<String>> of(String line) {
        requireNonNull(line, "line is null");
        CommandWords reading = new CommandWords(line);
        return line.length() <= MAX_LINE && reading.read() ? Optional.of(List.copyOf(reading.words)) : Optional.empty();
    }

    private boolean read() {
        while (true) {
            while (at < line.length() && isBlank(line.charAt(at))) {
                at++;
            }
            if (at == line.length()) {
                return true;
            }
            if (!word()) {
                return false;
            }
        }
    }

    private boolean word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && !isBlank(line.charAt(at))) {
            char next = line.charAt(at);
            boolean known = (next == '\'' || next == '"') ? quoted(next, word) : plain(next, word);
            if (!known) {
                return false;
            }
        }
        words.add(word.toString());
        return true;
    }

    private boolean plain(char next, StringBuilder word) {
        at++;
        word.append(next);
        return isLetterOrDigit(next) || PLAIN.indexOf(next) >= 0;
    }

    private boolean quoted(char quote, StringBuilder word) {
        int end = line.indexOf(quote, at + 1);
        if (end < 0) {
            return false;
        }
        String inside = line.substring(at + 1, end);
        at = end + 1;
        word.append(inside);
        return inside.chars().noneMatch(c -> isControl(c) || (quote == '"' && ALIVE_IN_QUOTES.indexOf(c) >= 0));
    }

    private static boolean isControl(int c) {
        return c < ' ' || c == 0x7f;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
