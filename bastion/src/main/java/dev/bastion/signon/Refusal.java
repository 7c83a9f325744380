package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;

/**
 * Why nobody was signed on.
 *
 * @param code a word for programs
 * @param sentence for the person
 * @param hint what to do
 */
public record Refusal(String code, String sentence, String hint) {
    private static final String TELL = "try again in a minute, or tell an administrator";

    public Refusal {
        Checks.filled(code, "code");
        Checks.filled(sentence, "sentence");
        requireNonNull(hint, "hint is null");
    }

    static Refusal unreachable(ProviderException e) {
        return new Refusal("provider_unusable", e.getMessage(), TELL);
    }

    static Refusal token(String sentence) {
        return new Refusal("token_refused", sentence, "tell an administrator: the bastion's log says so too");
    }
}
