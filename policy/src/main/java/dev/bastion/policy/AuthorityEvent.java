package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;

/** The keys of the authorities, how they take each other's place, and who has followed. */
public sealed interface AuthorityEvent extends AccessEvent {

    /**
     * A new key is there.
     *
     * @param line the public half, type and base64
     * @param fingerprint of it, {@code SHA256:…}
     * @param place where the private half is: {@code file:target-ca-2} in the directory of the keys, {@code
     *     token:target-ca-2}, a label in the token, or such a place at a signer that stands apart, {@code
     *     signer:file:target-ca-2}
     */
    record AuthorityKeyIntroduced(
            Authority authority, String line, String fingerprint, String place, String by, Instant at)
            implements AuthorityEvent {
        public AuthorityKeyIntroduced {
            requireNonNull(authority, "authority is null");
            Checks.filled(line, "line");
            Checks.filled(fingerprint, "fingerprint");
            Checks.filled(place, "place");
            Checks.filled(by, "by");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A key has come one step further; when it becomes the signer, the signer before begins to retire.
     *
     * @param forced whether somebody had not followed yet who should have
     */
    record AuthorityKeyMoved(String fingerprint, KeyStanding to, String by, boolean forced, Instant at)
            implements AuthorityEvent {
        public AuthorityKeyMoved {
            Checks.filled(fingerprint, "fingerprint");
            requireNonNull(to, "to is null");
            Checks.filled(by, "by");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A bastion can sign with the key; said once by each.
     *
     * @param bastion the machine's name and the port where it listens
     */
    record AuthorityKeyHeld(String fingerprint, String bastion, Instant at) implements AuthorityEvent {
        public AuthorityKeyHeld {
            Checks.filled(fingerprint, "fingerprint");
            Checks.filled(bastion, "bastion");
            requireNonNull(at, "at is null");
        }
    }

    /** A target accepted a login that the key certified; said once of each while a key takes another's place. */
    record AuthorityKeyAccepted(String target, String fingerprint, Instant at) implements AuthorityEvent {
        public AuthorityKeyAccepted {
            Checks.filled(target, "target");
            Checks.filled(fingerprint, "fingerprint");
            requireNonNull(at, "at is null");
        }
    }

    /** A person fetched a profile that has the key; said once of each while a key takes another's place. */
    record ProfileFetched(String person, String fingerprint, Instant at) implements AuthorityEvent {
        public ProfileFetched {
            Checks.filled(person, "person");
            Checks.filled(fingerprint, "fingerprint");
            requireNonNull(at, "at is null");
        }
    }
}
