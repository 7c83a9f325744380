package dev.bastion.policy.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.bastion.policy.text.Checks;

/**
 * What a ticket must look like: a regular expression for the whole of it, in the syntax of RE2, which takes time linear in
 * the ticket whatever the expression.
 *
 * @param text the expression, at most {@value #MAX_CHARACTERS} characters
 */
public record TicketPattern(String text) {

    static final int MAX_CHARACTERS = 200;

    /** Throws an {@link IllegalArgumentException} when the text is too long or no expression. */
    public TicketPattern {
        Checks.filled(text, "text");
        Checks.check(text.length() <= MAX_CHARACTERS, "a ticket pattern has at most " + MAX_CHARACTERS + " characters");
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + " at '" + e.getPattern() + "'", e);
        }
    }

    public boolean matches(String ticket) {
        return Pattern.matches(text, ticket);
    }
}
