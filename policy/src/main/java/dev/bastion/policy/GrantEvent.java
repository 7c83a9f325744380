package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What became of a grant while it could still open something. */
public sealed interface GrantEvent extends AccessEvent {

    record GrantMade(Grant grant) implements GrantEvent {
        public GrantMade {
            requireNonNull(grant, "grant is null");
        }

        @Override
        public Instant at() {
            return grant.approvedAt();
        }
    }

    /**
     * The first tunnel opened under a grant that starts at first use.
     *
     * @param token says the end that is certain now; takes the place of the one before
     */
    record GrantStarted(long grant, String token, Instant at) implements GrantEvent {
        public GrantStarted {
            Checks.id(grant, "grant");
            Checks.filled(token, "token");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A request to lengthen a grant had its approvals.
     *
     * @param length the whole length from now on
     * @param approvers all who agreed, to the grant or to one of its extensions
     * @param token takes the place of the one before
     */
    record GrantExtended(
            long grant,
            long request,
            Duration length,
            Set<String> approvers,
            String policyDigest,
            String token,
            Instant at)
            implements GrantEvent {
        public GrantExtended {
            Checks.id(grant, "grant");
            Checks.id(request, "request");
            Checks.positive(length, "length");
            approvers = Checks.names(approvers, "approvers");
            Checks.filled(policyDigest, "policyDigest");
            Checks.filled(token, "token");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A grant is over.
     *
     * @param by who ended it, when a person did
     * @param late whether it is written after it had taken effect
     */
    record GrantEnded(long grant, GrantEnd how, Optional<String> by, String reason, Instant at, boolean late)
            implements GrantEvent {
        public GrantEnded {
            Checks.id(grant, "grant");
            requireNonNull(how, "how is null");
            requireNonNull(by, "by is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }
}
