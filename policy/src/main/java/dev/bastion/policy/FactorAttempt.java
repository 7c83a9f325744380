package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;

/** What somebody showed as a second factor, after it was held against the secret of that enrolment. */
public sealed interface FactorAttempt {

    /** The enrolment whose secret it was held against. */
    Instant enrolment();

    /** The right code of that time step (RFC 6238, section 4.2). */
    record Code(Instant enrolment, long step) implements FactorAttempt {
        public Code {
            requireNonNull(enrolment, "enrolment is null");
        }
    }

    /** One of the recovery codes, by its digest. */
    record Recovery(Instant enrolment, String digest) implements FactorAttempt {
        public Recovery {
            requireNonNull(enrolment, "enrolment is null");
            Checks.filled(digest, "digest");
        }
    }

    /** Neither. */
    record Wrong(Instant enrolment) implements FactorAttempt {
        public Wrong {
            requireNonNull(enrolment, "enrolment is null");
        }
    }
}
