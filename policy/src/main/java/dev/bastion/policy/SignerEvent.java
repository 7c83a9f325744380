package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Optional;

/** What a signer that stands apart was asked to sign, and what it did; in its own ledger alone. */
public sealed interface SignerEvent extends AccessEvent {

    /**
     * It is about to sign.
     *
     * @param sha256 of all that the signature covers, in hex
     * @param client who asked: a user of the system, or the names in a certificate; older entries do not say it
     */
    record SignatureIntended(
            Authority authority, long serial, String keyId, String sha256, Optional<String> client, Instant at)
            implements SignerEvent {
        public SignatureIntended {
            requireNonNull(authority, "authority is null");
            requireNonNull(keyId, "keyId is null");
            Checks.filled(sha256, "sha256");
            requireNonNull(client, "client is null");
            requireNonNull(at, "at is null");
        }
    }

    /** It has signed what it intended to. */
    record SignatureGiven(Authority authority, long serial, Instant at) implements SignerEvent {
        public SignatureGiven {
            requireNonNull(authority, "authority is null");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * It was asked for what its own copy of the policy does not cover.
     *
     * @param client who asked, as above
     */
    record SignatureRefused(Authority authority, String keyId, String why, Optional<String> client, Instant at)
            implements SignerEvent {
        public SignatureRefused {
            requireNonNull(authority, "authority is null");
            requireNonNull(keyId, "keyId is null");
            Checks.filled(why, "why");
            requireNonNull(client, "client is null");
            requireNonNull(at, "at is null");
        }
    }
}
