package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A line of the access policy: who may ask for what, for how long, and who says yes.
 *
 * @param groups the groups whose people may ask; joined with {@code people}
 * @param approvals empty when the rule approves by itself ({@code auto-approve: true})
 * @param ticket what a ticket must look like, the whole of it; empty when none is asked for
 * @param latestStart how long after approval a grant that starts at first use may wait; there exactly when it does
 * @param lapse how long a request waits for its approvals
 * @param plainKey whether a connection that proved a plain key and no certificate may use the grant
 * @param execLimitBytes how much of each stream of an exec without a terminal is kept in full
 * @param reviewWithin how long after its end a grant may stay unreviewed; empty when the rule asks for no review
 */
public record Rule(
        String name,
        Set<String> groups,
        Set<String> people,
        TargetScope targets,
        Set<String> logins,
        Set<Permit> permits,
        Duration defaultLength,
        Duration maxLength,
        Optional<Approvals> approvals,
        boolean reasonRequired,
        Optional<TicketPattern> ticket,
        StartAt startAt,
        Optional<Duration> latestStart,
        Duration lapse,
        boolean plainKey,
        long execLimitBytes,
        PastLimit pastLimit,
        Optional<Duration> reviewWithin) {

    /** When the granted time begins to run. */
    public enum StartAt {
        /** When the last approval lands. */
        APPROVAL,
        /** When the first tunnel opens. */
        FIRST_USE
    }

    /** What follows when a stream of an exec has reached the rule's limit. */
    public enum PastLimit {
        /** Count and digest the rest; slow streams and the last part are still kept. */
        DIGEST,
        /** End the channel. */
        END
    }

    /**
     * How many must agree, and of which group.
     *
     * @param count at least 1; persons, never identities
     */
    public record Approvals(int count, String from) {
        public Approvals {
            Checks.check(count > 0, "count is not positive");
            Checks.filled(from, "from");
        }
    }

    public Rule {
        Checks.filled(name, "name");
        groups = Checks.names(groups, "groups");
        people = Checks.names(people, "people");
        requireNonNull(targets, "targets is null");
        logins = Checks.names(logins, "logins");
        permits = Permit.inOrder(permits);
        Checks.positive(defaultLength, "defaultLength");
        Checks.positive(maxLength, "maxLength");
        Checks.check(defaultLength.compareTo(maxLength) <= 0, "defaultLength is more than maxLength");
        requireNonNull(approvals, "approvals is null");
        requireNonNull(ticket, "ticket is null");
        requireNonNull(startAt, "startAt is null");
        requireNonNull(latestStart, "latestStart is null");
        Checks.check(latestStart.isPresent() == (startAt == StartAt.FIRST_USE), "latestStart belongs to FIRST_USE");
        Checks.positive(lapse, "lapse");
        Checks.check(execLimitBytes >= 0, "execLimitBytes is negative");
        requireNonNull(pastLimit, "pastLimit is null");
        requireNonNull(reviewWithin, "reviewWithin is null");
    }

    /** Whether the rule approves by itself. */
    public boolean autoApprove() {
        return approvals.isEmpty();
    }

    /** How many approvals a request under this rule needs; 0 when the rule approves by itself. */
    public int approvalsNeeded() {
        return approvals.map(Approvals::count).orElse(0);
    }

    /** Whether the rule is for that person, whatever they ask for. */
    public boolean isFor(Person person) {
        return people.contains(person.name()) || person.groups().stream().anyMatch(groups::contains);
    }
}
