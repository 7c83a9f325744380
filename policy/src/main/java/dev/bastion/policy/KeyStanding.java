package dev.bastion.policy;

import java.util.Locale;

/** How far an authority's key has come, in the order in which it goes. */
public enum KeyStanding {
    /** It exists, and clients, hosts and the other bastions are told of it; nothing relies on it. */
    INTRODUCED,
    /** What it signs is good, beside what the signer signs. */
    TRUSTED,
    /** It signs; an authority has one such key. */
    SIGNER,
    /** It signed until another took its place; what it signed is still good. */
    RETIRING,
    /** What it signed is good no longer. */
    RETIRED;

    /** Whether certificates by such a key are good. */
    public boolean trusted() {
        return this == TRUSTED || this == SIGNER || this == RETIRING;
    }

    /** Whether clients and hosts should have it. */
    public boolean shown() {
        return this != RETIRED;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a key that stands so may come to stand there.
     *
     * @param first whether its authority has no signer, so that it becomes one at once
     */
    public boolean mayBecome(KeyStanding next, boolean first) {
        return switch (this) {
            case INTRODUCED -> next == TRUSTED || next == RETIRED || (next == SIGNER && first);
            case TRUSTED -> next == SIGNER || next == RETIRED;
            case RETIRING -> next == SIGNER || next == RETIRED;
            case SIGNER, RETIRED -> false;
        };
    }
}
