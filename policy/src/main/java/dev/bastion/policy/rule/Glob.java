package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Pattern;
import dev.bastion.policy.text.Checks;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for one word or one path: {@code *} stands for any characters but {@code /}, {@code **} for any at all,
 * {@code ?} for one that is no {@code /}; everything else stands for itself. Matching takes time linear in the text.
 * What holds a part {@code ..} between slashes is never matched: nobody can say where it leads. Immutable; equal where the
 * texts are.
 */
public final class Glob {

    static final int MAX_CHARACTERS = 400;

    private static final Pattern UPWARDS = Pattern.compile("(.*/)?\\.\\.(/.*)?", Pattern.DOTALL);

    private final String text;
    private final Pattern expression;
    // Made when it is first asked for: most patterns are never asked about directories. Made twice it is the same.
    private volatile Pattern beginnings;

    /** Throws an {@link IllegalArgumentException} when the text is empty or longer than {@value #MAX_CHARACTERS}. */
    public Glob(String text) {
        this.text = requireNonNull(text, "text is null");
        Checks.check(!text.isEmpty(), "a pattern is empty");
        Checks.check(text.length() <= MAX_CHARACTERS, "a pattern has at most " + MAX_CHARACTERS + " characters");
        this.expression = Pattern.compile(expression(text), Pattern.DOTALL);
    }

    public String text() {
        return text;
    }

    public boolean matches(String word) {
        return expression.matches(word) && !UPWARDS.matches(word);
    }

    /** Whether some text that begins like this one may match: what lies beneath a directory, given with its last slash. */
    public boolean mayMatchBeyond(String beginning) {
        if (beginnings == null) {
            beginnings = Pattern.compile(beginnings(text), Pattern.DOTALL);
        }
        return beginnings.matches(beginning) && !UPWARDS.matches(beginning);
    }

    /** Whether every text that begins like this one matches, but for those that lead upwards. */
    public boolean matchesAllBeyond(String beginning) {
        return text.endsWith("**") && matches(beginning);
    }

    /** Each part of the pattern is there only if the one before it is: what is left matches the beginnings of its matches. */
    private static String beginnings(String glob) {
        List<String> parts = parts(glob);
        return "(?:" + String.join("(?:", parts) + ")?".repeat(parts.size());
    }

    private static String expression(String glob) {
        return String.join("", parts(glob));
    }

    private static List<String> parts(String glob) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < glob.length(); i++) {
            boolean twice = glob.startsWith("**", i);
            parts.add(twice ? ".*" : one(glob.charAt(i)));
            i += twice ? 1 : 0;
        }
        return parts;
    }

    private static String one(char next) {
        return switch (next) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            default -> Pattern.quote(String.valueOf(next));
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
