package dev.bastion.policy;

import java.util.Locale;

/** How a grant ended. */
public enum GrantEnd {
    /** Its time was over. */
    EXPIRED,
    /** The person gave it back. */
    RELEASED,
    /** An administrator took it away. */
    REVOKED,
    /** It was to start at first use and was not used in time. */
    LAPSED_UNUSED,
    /** The clock stood behind the ledger, so that nobody could say how much of it was left. */
    CLOCK_BEHIND,
    /** The policy no longer gives it: the person, a target or the rule is gone, or the rule no longer covers it. */
    RIGHT_LOST,
    /** Its person was disabled. */
    PERSON_DISABLED,
    /** The store was restored from a copy, which may bring back what had been taken away. */
    RESTORED;

    /** The word of lists, JSON and events: {@code expired}, {@code lapsed-unused} and so on. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
