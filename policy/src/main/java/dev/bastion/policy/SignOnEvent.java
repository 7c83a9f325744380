package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Set;

/** What became of people whom an OpenID Connect provider vouches for. */
public sealed interface SignOnEvent extends AccessEvent {

    /**
     * A key became a person's, for some hours. The name and the key are that subject's from here on.
     *
     * @param key the line of the key, as in {@code authorized_keys}
     * @param fingerprint of that key, as {@code ssh-keygen -l} prints it
     * @param groups groups of the policy, of all that the provider named
     */
    record SignedOn(
            String person,
            String key,
            String fingerprint,
            String issuer,
            String subject,
            Set<String> groups,
            Instant until,
            Instant at)
            implements SignOnEvent {
        public SignedOn {
            Checks.filled(person, "person");
            Checks.filled(key, "key");
            Checks.filled(fingerprint, "fingerprint");
            Checks.filled(issuer, "issuer");
            Checks.filled(subject, "subject");
            groups = Checks.names(groups, "groups");
            requireNonNull(until, "until is null");
            requireNonNull(at, "at is null");
        }
    }

    /** The provider says other groups of a person than before. */
    record SignOnGroupsChanged(String person, Set<String> groups, Instant at) implements SignOnEvent {
        public SignOnGroupsChanged {
            Checks.filled(person, "person");
            groups = Checks.names(groups, "groups");
            requireNonNull(at, "at is null");
        }
    }

    /** The provider was asked and said that these still hold; written now and then, not each time. */
    record SignOnsConfirmed(Set<String> fingerprints, Instant at) implements SignOnEvent {
        public SignOnsConfirmed {
            fingerprints = Checks.names(fingerprints, "fingerprints");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * The key is nobody's again; what the person had by it ends by events of its own.
     *
     * @param late whether it is written after it had taken effect
     */
    record SignOnEnded(String person, String fingerprint, SignOnEnd how, String reason, Instant at, boolean late)
            implements SignOnEvent {
        public SignOnEnded {
            Checks.filled(person, "person");
            Checks.filled(fingerprint, "fingerprint");
            requireNonNull(how, "how is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    /** An administrator freed a name: another subject may sign on by it. */
    record SignOnNameFreed(String person, String by, String reason, Instant at) implements SignOnEvent {
        public SignOnNameFreed {
            Checks.filled(person, "person");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }
}
