package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

/** What became of reading a key line. */
public sealed interface KeyReading {

    record Read(IdentityKey key) implements KeyReading {
        public Read {
            requireNonNull(key, "key is null");
        }
    }

    /** No key that is taken here; both texts as in a {@link dev.bastion.policy.yaml.Problem}. */
    record Faulty(String message, String hint) implements KeyReading {
        public Faulty {
            requireNonNull(message, "message is null");
            requireNonNull(hint, "hint is null");
        }
    }
}
