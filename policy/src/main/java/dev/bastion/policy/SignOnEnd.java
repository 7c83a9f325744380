package dev.bastion.policy;

import java.util.Locale;

/** How a single sign-on ended. */
public enum SignOnEnd {
    /** Its hours were over. */
    EXPIRED,
    /** The person ended it. */
    LOGGED_OUT,
    /** The provider no longer knows the person, or no longer lets them in. */
    PROVIDER_REFUSED,
    /** The provider could not be asked for longer than the site allows. */
    UNCONFIRMED,
    /** The person was disabled here. */
    DISABLED,
    /** The policy's own text now names the person or the key, or the site names no provider any more. */
    REPLACED,
    /** The store was restored from a copy, which may bring back what had been taken away. */
    RESTORED;

    /** The word of lists, JSON and events: {@code provider-refused} and so on. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
