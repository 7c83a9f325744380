package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * One person's yes to a request, or to a part of it. Whether it counts is judged when the last one lands.
 *
 * @param proof a signature of theirs over the request, as text, where they gave one; verified before it came here
 */
public record Approval(String by, Consent consent, Optional<String> proof, Instant at) {

    public Approval {
        Checks.filled(by, "by");
        requireNonNull(consent, "consent is null");
        requireNonNull(proof, "proof is null");
        requireNonNull(at, "at is null");
    }

    /** One without a signature. */
    public Approval(String by, Consent consent, Instant at) {
        this(by, consent, Optional.empty(), at);
    }

    /** What all of these agree to: the shortest length, and the targets that all of them name; nothing when none is left. */
    public static Optional<AccessRequest> agreed(AccessRequest request, Collection<Approval> approvals) {
        Optional<AccessRequest> left = Optional.of(request);
        for (Approval approval : approvals) {
            left = left.flatMap(approval.consent()::of);
        }
        return left;
    }
}
