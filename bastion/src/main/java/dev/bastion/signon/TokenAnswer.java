package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/** What the provider's token endpoint says (RFC 6749 section 5, RFC 8628 section 3.5). */
sealed interface TokenAnswer {
    int LONGEST = 64 << 10;

    /** Words that are about the person and end what they had; any other error is the provider's or ours. */
    Set<String> ABOUT_THE_PERSON = Set.of(
            "invalid_grant",
            "access_denied",
            "interaction_required",
            "login_required",
            "consent_required",
            "account_selection_required");

    /**
     * Tokens.
     *
     * @param identity the ID token, which nobody has verified yet
     */
    record Tokens(Optional<String> identity, Optional<String> refresh) implements TokenAnswer {
        public Tokens {
            requireNonNull(identity, "identity is null");
            requireNonNull(refresh, "refresh is null");
        }

        /** Says nothing of what they are. */
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    /** The person has not decided yet. */
    record Pending(boolean slowDown) implements TokenAnswer {}

    /** The code is not good any more. */
    record TooLate() implements TokenAnswer {}

    /** The provider says no to this person. */
    record Denied(String word) implements TokenAnswer {
        public Denied {
            requireNonNull(word, "word is null");
        }
    }

    /** Reads an answer of that status. */
    static TokenAnswer read(ProviderHttp.Answer http) throws ProviderException {
        JsonAnswer answer;
        try {
            answer = JsonAnswer.read(http.body(), "token answer");
        } catch (ProviderException e) {
            throw http.ok() ? e : new ProviderException("the provider answered " + http.status());
        }
        if (http.ok()) {
            return new Tokens(answer.text("id_token", LONGEST), answer.text("refresh_token", LONGEST));
        }
        String error = answer.text("error", 64).orElse("");
        return switch (error) {
            case "authorization_pending" -> new Pending(false);
            case "slow_down" -> new Pending(true);
            case "expired_token" -> new TooLate();
            default -> {
                if (ABOUT_THE_PERSON.contains(error)) {
                    yield new Denied(error);
                }
                throw new ProviderException("the provider answered " + http.status() + known(error));
            }
        };
    }

    /** The words that RFC 6749 section 5.2 has besides; others are the provider's own and not repeated. */
    private static String known(String error) {
        return Set.of(
                                "invalid_request",
                                "invalid_client",
                                "unauthorized_client",
                                "unsupported_grant_type",
                                "invalid_scope")
                        .contains(error)
                ? ", " + error
                : "";
    }
}
