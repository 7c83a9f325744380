package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.List;

/** Where a request stands, as the events say. A pending one past its time lapses when that is next looked at. */
public sealed interface RequestState {

    /** The word of lists and JSON: {@code pending}, {@code approved}, {@code denied}, {@code withdrawn}, {@code lapsed}. */
    String word();

    /** The approvals that it has, or had when it became a grant. */
    default List<Approval> approvals() {
        return List.of();
    }

    /** Waits for approvals; holds those given so far, at most one a person. */
    record Pending(List<Approval> approvals) implements RequestState {
        public Pending {
            requireNonNull(approvals, "approvals is null");
            approvals = List.copyOf(approvals);
        }

        @Override
        public String word() {
            return "pending";
        }
    }

    /** Became that grant, or lengthened it, by these approvals. */
    record Approved(long grant, List<Approval> approvals, Instant at) implements RequestState {
        public Approved {
            Checks.id(grant, "grant");
            requireNonNull(approvals, "approvals is null");
            approvals = List.copyOf(approvals);
            requireNonNull(at, "at is null");
        }

        @Override
        public String word() {
            return "approved";
        }
    }

    record Denied(String by, String reason, Instant at) implements RequestState {
        public Denied {
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }

        @Override
        public String word() {
            return "denied";
        }
    }

    /** Taken back by the person who had asked. */
    record Withdrawn(Instant at) implements RequestState {
        public Withdrawn {
            requireNonNull(at, "at is null");
        }

        @Override
        public String word() {
            return "withdrawn";
        }
    }

    /** Nobody answered in time, or the grant that it was to lengthen is over. */
    record Lapsed(Instant at) implements RequestState {
        public Lapsed {
            requireNonNull(at, "at is null");
        }

        @Override
        public String word() {
            return "lapsed";
        }
    }
}
