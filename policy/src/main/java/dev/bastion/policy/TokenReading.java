package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;

/** What became of reading a grant token. */
public sealed interface TokenReading {

    /** Signed by our key, for us, and in time. */
    record Valid(GrantToken token) implements TokenReading {
        public Valid {
            requireNonNull(token, "token is null");
        }
    }

    /**
     * Good for nothing.
     *
     * @param why for the log; holds nothing of the token
     */
    record Invalid(String why) implements TokenReading {
        public Invalid {
            Checks.filled(why, "why");
        }
    }
}
