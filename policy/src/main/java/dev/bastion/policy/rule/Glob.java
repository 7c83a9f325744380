package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Pattern;
import dev.bastion.policy.text.Checks;

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

    private static String expression(String glob) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            boolean twice = glob.startsWith("**", i);
            expression.append(twice ? ".*" : one(glob.charAt(i)));
            i += twice ? 1 : 0;
        }
        return expression.toString();
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
