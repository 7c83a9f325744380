package dev.bastion.authority;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.AuthorityKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** From where it is known who has followed a key. Thread-safe. */
public interface Following {
    /** Who has not. */
    Followed missing(AccessState state, AuthorityKey key);

    /** When nothing that the key signed is good any more; empty while it may sign. */
    Optional<Instant> end(AccessState state, AuthorityKey key, Instant now);

    /** By the ledger itself, as of a bastion. */
    static Following byLedger(Supplier<AccessPolicy> policies) {
        return new Following() {
            @Override
            public Followed missing(AccessState state, AuthorityKey key) {
                return Followed.missing(state, policies.get(), key);
            }

            @Override
            public Optional<Instant> end(AccessState state, AuthorityKey key, Instant now) {
                return Outstanding.end(state, policies.get(), key, now);
            }
        };
    }
}
