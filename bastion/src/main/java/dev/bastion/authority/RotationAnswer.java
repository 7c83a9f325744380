package dev.bastion.authority;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.KeyStanding;

/** What came of a step. Immutable. */
public sealed interface RotationAnswer {
    /** Done: the key, as it stood before, stands there now. */
    record Done(AuthorityKey key, KeyStanding to) implements RotationAnswer {
        public Done {
            requireNonNull(key, "key is null");
            requireNonNull(to, "to is null");
        }
    }

    /** Not done; nothing has changed. */
    record Refused(String sentence, String hint) implements RotationAnswer {
        public Refused {
            requireNonNull(sentence, "sentence is null");
            requireNonNull(hint, "hint is null");
        }
    }
}
