package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the desk decided. Each carries the sentence that the person reads. */
public sealed interface Decision {

    /** Lower case, no full stop, one line of printable characters. */
    String sentence();

    /** Why something was refused, for logs, JSON and exit codes; the sentence says it to the person. */
    enum Reason {
        /** The one who asks is not, or no longer, in the policy. */
        UNKNOWN_PERSON,
        /** There is no such target, or none that this person may ask for: nobody learns which. */
        NO_SUCH_TARGET,
        /** There is no such request, grant or certificate, or none that this person may see: nobody learns which. */
        NOT_FOUND,
        /** The targets may be asked for, but not so: login, permits or their combination. */
        NO_RULE,
        /** The rule's group has too few people besides the one who asks. */
        NO_APPROVERS,
        /** Longer than the rule allows, extensions included. */
        TOO_LONG,
        /** The words of the wish are not fit: nothing named, too much, or characters that do not belong. */
        UNFIT,
        REASON_MISSING,
        TICKET_MISSING,
        /** Nobody approves or denies their own. */
        OWN_REQUEST,
        /** May see it, but has not the duty. */
        NOT_ALLOWED,
        /** One approval a person. */
        ALREADY_APPROVED,
        /** The request was decided, withdrawn or has lapsed. */
        NOT_PENDING,
        /** The grant has ended. */
        GRANT_OVER,
        /** The policy in force no longer gives what was asked for. */
        POLICY_CHANGED,
        /** The person has too many unanswered requests. */
        TOO_MANY,
        /** A review of what this person had is overdue, and nothing new is given before it. */
        REVIEW_OVERDUE,
        /** Nobody reviews their own. */
        OWN_REVIEW,
        /** The grant has not ended, is not closed yet, or owes no review. */
        NOT_REVIEWABLE,
        /** One sign-off a grant. */
        ALREADY_REVIEWED,
        /** The provider vouches for somebody who cannot be anybody here. */
        SIGN_ON_REFUSED,
        /** A second factor must be shown. */
        FACTOR_NEEDED,
        /** No second factor is enrolled. */
        FACTOR_MISSING,
        /** The code is wrong, or was used before. */
        FACTOR_WRONG,
        /** Too many wrong codes. */
        FACTOR_LOCKED,
        /** The rule asks for a better key. */
        KEY_TOO_WEAK,
        /** The one who asks is disabled. */
        DISABLED,
        /** The clock is behind the ledger. */
        CLOCK_BEHIND;

        /** {@code no-such-target} and so on. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * No, and why.
     *
     * @param hint what to do instead; may be empty
     */
    record Refused(Reason code, String sentence, String hint) implements Decision {
        public Refused {
            requireNonNull(code, "code is null");
            Checks.filled(sentence, "sentence");
            requireNonNull(hint, "hint is null");
        }
    }

    /**
     * The request waits.
     *
     * @param needed how many approvals
     * @param approvers who may give them
     */
    record RequestPending(AccessRequest request, int needed, Set<String> approvers, String sentence)
            implements Decision {
        public RequestPending {
            requireNonNull(request, "request is null");
            approvers = Checks.names(approvers, "approvers");
            Checks.filled(sentence, "sentence");
        }
    }

    /** An approval was taken and more are needed. */
    record ApprovalCounted(AccessRequest request, int approvals, int needed, String sentence) implements Decision {
        public ApprovalCounted {
            requireNonNull(request, "request is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /** The request became a grant. */
    record GrantGiven(AccessRequest request, Grant grant, String sentence) implements Decision {
        public GrantGiven {
            requireNonNull(request, "request is null");
            requireNonNull(grant, "grant is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /** The request lengthened a grant; here it is as it is now. */
    record GrantLengthened(AccessRequest request, Grant grant, String sentence) implements Decision {
        public GrantLengthened {
            requireNonNull(request, "request is null");
            requireNonNull(grant, "grant is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /** The request was denied or withdrawn. */
    record RequestClosed(AccessRequest request, RequestState state, String sentence) implements Decision {
        public RequestClosed {
            requireNonNull(request, "request is null");
            requireNonNull(state, "state is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /** The grant runs, with the end that it now has. */
    record GrantBegun(Grant grant, String sentence) implements Decision {
        public GrantBegun {
            requireNonNull(grant, "grant is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /** The grant is over. */
    record GrantOver(Grant grant, GrantState.Ended state, String sentence) implements Decision {
        public GrantOver {
            requireNonNull(grant, "grant is null");
            requireNonNull(state, "state is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /**
     * A grant that had ended was signed off.
     *
     * @param incident what a deviation opened
     */
    record GrantSignedOff(Grant grant, Review review, Optional<Incident> incident, String sentence)
            implements Decision {
        public GrantSignedOff {
            requireNonNull(grant, "grant is null");
            requireNonNull(review, "review is null");
            requireNonNull(incident, "incident is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /** A second factor was proved. */
    record FactorAccepted(String sentence) implements Decision {
        public FactorAccepted {
            Checks.filled(sentence, "sentence");
        }
    }

    /** A second factor was enrolled or taken away. */
    record FactorChanged(String sentence) implements Decision {
        public FactorChanged {
            Checks.filled(sentence, "sentence");
        }
    }

    /** The certificate opens nothing any more. */
    record CertificateOver(long serial, String sentence) implements Decision {
        public CertificateOver {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(sentence, "sentence");
        }
    }

    /** That a certificate will be signed, or was, is in the ledger. */
    record SigningNoted(long serial, String sentence) implements Decision {
        public SigningNoted {
            Checks.check(serial != 0, "serial is 0");
            Checks.filled(sentence, "sentence");
        }
    }

    /**
     * Something is revoked by something else than a serial.
     *
     * @param certificates how many that were good till now the ledger knows of
     */
    record RevocationTaken(Revocation revocation, int certificates, String sentence) implements Decision {
        public RevocationTaken {
            requireNonNull(revocation, "revocation is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /** A person is disabled, or enabled again. */
    record PersonChanged(String person, boolean disabled, String sentence) implements Decision {
        public PersonChanged {
            Checks.filled(person, "person");
            Checks.filled(sentence, "sentence");
        }
    }

    /** What is held, or is not any more. */
    record HoldChanged(Held held, boolean placed, String sentence) implements Decision {
        public HoldChanged {
            requireNonNull(held, "held is null");
            Checks.filled(sentence, "sentence");
        }
    }

    /** Somebody has signed on. */
    record SignOnChanged(SignOn signOn, String sentence) implements Decision {
        public SignOnChanged {
            requireNonNull(signOn, "signOn is null");
            Checks.filled(sentence, "sentence");
        }
    }
}
