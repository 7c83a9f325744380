package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some of the commands: as many words as a command has, each with a {@link Glob} for one of its words. A last word
 * {@code *} that stands alone takes any number of further words, none included. The first word is the program, to the
 * letter. Immutable.
 *
 * @param text such as {@code tail -n * /var/log/*}
 */
public record CommandPattern(String text) {

    private static final String REST = "*";

    /** Throws an {@link IllegalArgumentException} when the text is no pattern. */
    public CommandPattern {
        Checks.filled(text, "text");
        List<String> parts = parts(text);
        Checks.check(
                parts.getFirst().indexOf('*') < 0 && parts.getFirst().indexOf('?') < 0,
                "the program must be named to the letter");
        parts.forEach(Glob::new);
    }

    public boolean matches(List<String> words) {
        requireNonNull(words, "words is null");
        List<String> parts = parts(text);
        boolean open = parts.getLast().equals(REST);
        int fixed = open ? parts.size() - 1 : parts.size();
        boolean enough = open ? words.size() >= fixed : words.size() == fixed;
        return enough
                && words.get(0).equals(parts.get(0))
                && IntStream.range(1, fixed).allMatch(i -> new Glob(parts.get(i)).matches(words.get(i)));
    }

    private static List<String> parts(String text) {
        return List.of(text.strip().split("[ \t]+"));
    }
}
