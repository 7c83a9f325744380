package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Optional;

/** What became of a request. */
public sealed interface RequestEvent extends AccessEvent {

    record RequestMade(AccessRequest request) implements RequestEvent {
        public RequestMade {
            requireNonNull(request, "request is null");
        }

        @Override
        public Instant at() {
            return request.at();
        }
    }

    /**
     * Somebody agreed.
     *
     * @param consent to how much, and with which words; to all of it and without a word when empty
     * @param proof their signature over the request, as text, where the rule asks for one
     */
    record RequestApproved(long request, String by, Optional<Consent> consent, Optional<String> proof, Instant at)
            implements RequestEvent {
        public RequestApproved {
            Checks.id(request, "request");
            Checks.filled(by, "by");
            requireNonNull(consent, "consent is null");
            consent = consent.filter(said -> !said.equals(Consent.WHOLE));
            requireNonNull(proof, "proof is null");
            requireNonNull(at, "at is null");
        }

        /** Agreed to all of it. */
        public RequestApproved(long request, String by, Instant at) {
            this(request, by, Optional.empty(), Optional.empty(), at);
        }
    }

    record RequestDenied(long request, String by, String reason, Instant at) implements RequestEvent {
        public RequestDenied {
            Checks.id(request, "request");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    record RequestWithdrawn(long request, Instant at) implements RequestEvent {
        public RequestWithdrawn {
            Checks.id(request, "request");
            requireNonNull(at, "at is null");
        }
    }

    record RequestLapsed(long request, Instant at) implements RequestEvent {
        public RequestLapsed {
            Checks.id(request, "request");
            requireNonNull(at, "at is null");
        }
    }
}
