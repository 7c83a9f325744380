package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.NoticeKind;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Incident;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.Review;
import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Something worth telling people, as it stood when it happened. Immutable. */
sealed interface Notice {

    NoticeKind kind();

    /** What it is about: {@code r-41}. Kind and subject together are told once, however often they are sent. */
    String subject();

    Instant at();

    /** The people whom it concerns, by name; receivers that are no person are told anyway. */
    Set<String> to();

    /**
     * Approvals are wanted, for access or for more of it.
     *
     * @param needed how many, where the policy still has the rule
     * @param to who may approve and has not
     */
    record Wanted(AccessRequest request, Optional<Integer> needed, Set<String> to) implements Notice {
        public Wanted {
            requireNonNull(request, "request is null");
            requireNonNull(needed, "needed is null");
            to = Checks.names(to, "to");
        }

        @Override
        public NoticeKind kind() {
            return request.extendsGrant().isPresent() ? NoticeKind.EXTENSION_ASKED : NoticeKind.REQUEST_WAITS;
        }

        @Override
        public String subject() {
            return Ids.request(request.id());
        }

        @Override
        public Instant at() {
            return request.at();
        }
    }

    /**
     * A request waits no longer.
     *
     * @param state any but pending
     * @param grant what it gave, where it was approved
     */
    record Settled(AccessRequest request, RequestState state, Optional<Grant> grant, Instant at) implements Notice {
        public Settled {
            requireNonNull(request, "request is null");
            requireNonNull(state, "state is null");
            Checks.check(!(state instanceof RequestState.Pending), "the request still waits");
            requireNonNull(grant, "grant is null");
            requireNonNull(at, "at is null");
        }

        @Override
        public NoticeKind kind() {
            return NoticeKind.REQUEST_DECIDED;
        }

        @Override
        public String subject() {
            return Ids.request(request.id());
        }

        /** The asker, unless it was decided while they looked on: by themselves, or by the rule alone. */
        @Override
        public Set<String> to() {
            return state instanceof RequestState.Withdrawn || byItself() ? Set.of() : Set.of(request.person());
        }

        private boolean byItself() {
            return grant.map(Grant::approvers).filter(Collection::isEmpty).isPresent();
        }
    }

    /** A grant ended before its time by somebody else's hand. */
    record TakenAway(Grant grant, GrantState.Ended end) implements Notice {
        public TakenAway {
            requireNonNull(grant, "grant is null");
            requireNonNull(end, "end is null");
        }

        @Override
        public NoticeKind kind() {
            return NoticeKind.GRANT_TAKEN_AWAY;
        }

        @Override
        public String subject() {
            return Ids.grant(grant.id());
        }

        @Override
        public Instant at() {
            return end.at();
        }

        @Override
        public Set<String> to() {
            return Set.of(grant.person());
        }
    }

    /**
     * Access was taken in an emergency.
     *
     * @param to everybody concerned but who took it
     */
    record GlassBroken(AccessRequest request, Grant grant, Set<String> to) implements Notice {
        public GlassBroken {
            requireNonNull(request, "request is null");
            requireNonNull(grant, "grant is null");
            to = Checks.names(to, "to");
        }

        @Override
        public NoticeKind kind() {
            return NoticeKind.BREAK_GLASS;
        }

        @Override
        public String subject() {
            return Ids.grant(grant.id());
        }

        @Override
        public Instant at() {
            return grant.approvedAt();
        }
    }

    /**
     * A sign-off is wanted.
     *
     * @param overdue whether it was wanted before now
     * @param to who may sign it off
     */
    record ReviewWanted(Grant grant, Review review, boolean overdue, Set<String> to, Instant at) implements Notice {
        public ReviewWanted {
            requireNonNull(grant, "grant is null");
            requireNonNull(review, "review is null");
            to = Checks.names(to, "to");
            requireNonNull(at, "at is null");
        }

        @Override
        public NoticeKind kind() {
            return overdue ? NoticeKind.REVIEW_OVERDUE : NoticeKind.REVIEW_DUE;
        }

        @Override
        public String subject() {
            return Ids.grant(grant.id());
        }
    }

    /**
     * A review found what had not been asked for.
     *
     * @param to who reviews those targets or administers, but the person whose grant it was
     */
    record IncidentFound(Incident incident, Grant grant, Set<String> to) implements Notice {
        public IncidentFound {
            requireNonNull(incident, "incident is null");
            requireNonNull(grant, "grant is null");
            to = Checks.names(to, "to");
        }

        @Override
        public NoticeKind kind() {
            return NoticeKind.INCIDENT_OPENED;
        }

        @Override
        public String subject() {
            return Ids.incident(incident.id());
        }

        @Override
        public Instant at() {
            return incident.at();
        }
    }

    /**
     * Somebody was shut out.
     *
     * @param by who did it; nobody where they had not been here for long
     * @param to who administers
     */
    record ShutOut(String person, Optional<String> by, String reason, Set<String> to, Instant at) implements Notice {
        public ShutOut {
            Checks.filled(person, "person");
            requireNonNull(by, "by is null");
            requireNonNull(reason, "reason is null");
            to = Checks.names(to, "to");
            requireNonNull(at, "at is null");
        }

        @Override
        public NoticeKind kind() {
            return NoticeKind.PERSON_DISABLED;
        }

        /** With the time: it may happen to them again. */
        @Override
        public String subject() {
            return person + "-" + at.getEpochSecond();
        }
    }

    /**
     * Somebody is given the same target again and again, so that the rule should be looked at.
     *
     * @param times within thirty days
     * @param to who administers
     */
    record Recurring(String person, String target, String rule, int times, Set<String> to, Instant at)
            implements Notice {
        public Recurring {
            Checks.filled(person, "person");
            Checks.filled(target, "target");
            Checks.filled(rule, "rule");
            to = Checks.names(to, "to");
            requireNonNull(at, "at is null");
        }

        @Override
        public NoticeKind kind() {
            return NoticeKind.ACCESS_RECURRING;
        }

        /** With the time: it may happen again. */
        @Override
        public String subject() {
            return person + "-" + target + "-" + at.getEpochSecond();
        }
    }

    /**
     * A new text of access.yaml is not in force, for too few have signed it.
     *
     * @param digest the text's
     * @param needed how many must sign
     * @param signedBy who had
     * @param to who administers
     */
    record PolicyRefused(String digest, int needed, Set<String> signedBy, Set<String> to, Instant at)
            implements Notice {
        public PolicyRefused {
            Checks.filled(digest, "digest");
            signedBy = Checks.names(signedBy, "signedBy");
            to = Checks.names(to, "to");
            requireNonNull(at, "at is null");
        }

        @Override
        public NoticeKind kind() {
            return NoticeKind.POLICY_REFUSED;
        }

        /** With the time: the same text may come again. */
        @Override
        public String subject() {
            return digest + "-" + at.getEpochSecond();
        }
    }
}
