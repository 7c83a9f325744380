package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a rule wants proved besides a key.
 *
 * @param acts what needs a second factor
 * @param window for how long one proof is good for further connections of that person from that address
 * @param key what kind of key is good enough
 */
public record SecondFactor(Set<Act> acts, Duration window, KeyProof key) {

    /** What may need a second factor. */
    public enum Act {
        REQUEST,
        APPROVE,
        CERTIFICATE,
        CONNECTION
    }

    /** What a key must have shown, the weakest first. */
    public enum KeyProof {
        /** Any key. */
        ANY,
        /** A FIDO2 key that was touched. */
        TOUCH,
        /** A FIDO2 key that was touched and had its PIN (user verification). */
        VERIFY
    }

    private static final Duration DEFAULT_WINDOW = Duration.ofHours(8);

    /** What a rule wants that says nothing of it. */
    public static final SecondFactor NONE = new SecondFactor(Set.of(), DEFAULT_WINDOW, KeyProof.ANY);

    public SecondFactor {
        requireNonNull(acts, "acts is null");
        EnumSet<Act> copy = EnumSet.noneOf(Act.class);
        copy.addAll(acts);
        acts = Collections.unmodifiableSet(copy);
        Checks.positive(window, "window");
        requireNonNull(key, "key is null");
    }

    public boolean wantedFor(Act act) {
        return acts.contains(act);
    }
}
