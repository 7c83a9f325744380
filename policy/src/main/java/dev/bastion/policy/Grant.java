package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.Retention;
import dev.bastion.policy.rule.ReviewTerms;
import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An approved request with a start and an end.
 *
 * @param targets names of targets, never aliases
 * @param approvers who agreed, to the grant or to an extension; empty when the rule approves by itself
 * @param start when the time began to run; empty while a grant that starts at first use waits
 * @param latestStart for a grant that starts at first use: the moment from which it cannot start any more
 * @param length the whole granted length, extensions included
 * @param policyDigest SHA-256, in hex, of the policy text under which it was given or last lengthened
 * @param token the signed grant token (a compact JWS) that says the same
 * @param extensions how often it was lengthened
 * @param review what its rule owed afterwards when it was given; a rule that is changed before its end takes nothing from it
 * @param breakGlass of a grant that was taken in an emergency, without approval: how long after its end it may stay
 *     unreviewed; empty for every other, and never changed
 * @param retention the class of its recordings when it was given: so long they are kept at least; for ever when empty
 */
public record Grant(
        long id,
        long request,
        String person,
        List<String> targets,
        String login,
        Set<Permit> permits,
        String rule,
        Set<String> approvers,
        Instant approvedAt,
        Optional<Instant> start,
        Optional<Instant> latestStart,
        Duration length,
        String policyDigest,
        String token,
        int extensions,
        Optional<ReviewTerms> review,
        Optional<Duration> breakGlass,
        Optional<Retention> retention) {

    public Grant {
        Checks.id(id, "id");
        Checks.id(request, "request");
        Checks.filled(person, "person");
        requireNonNull(targets, "targets is null");
        targets = List.copyOf(targets);
        Checks.check(!targets.isEmpty(), "targets is empty");
        Checks.filled(login, "login");
        permits = Permit.inOrder(permits);
        Checks.filled(rule, "rule");
        approvers = Checks.names(approvers, "approvers");
        Checks.check(!approvers.contains(person), "person is among the approvers");
        requireNonNull(approvedAt, "approvedAt is null");
        requireNonNull(start, "start is null");
        requireNonNull(latestStart, "latestStart is null");
        Checks.check(start.isPresent() || latestStart.isPresent(), "neither start nor latestStart is there");
        Checks.positive(length, "length");
        Checks.filled(policyDigest, "policyDigest");
        Checks.filled(token, "token");
        Checks.check(extensions >= 0, "extensions is negative");
        requireNonNull(review, "review is null");
        requireNonNull(breakGlass, "breakGlass is null");
        breakGlass.ifPresent(within -> Checks.positive(within, "breakGlass"));
        requireNonNull(retention, "retention is null");
    }

    /** Whether it was taken in an emergency, which marks it wherever it is shown. */
    public boolean isBreakGlass() {
        return breakGlass.isPresent();
    }

    /** When it ends; empty while it has not started. */
    public Optional<Instant> end() {
        return start.map(begun -> begun.plus(length));
    }

    /** The latest moment at which it can end: its end, or, while it waits, its latest start and the whole length. */
    public Instant lastEnd() {
        return start.or(() -> latestStart).orElseThrow().plus(length);
    }

    /** Whether time allows its use: it runs, or it may still start. Whether it was ended says its {@link GrantState}. */
    public boolean inTime(Instant now) {
        return end().or(() -> latestStart).orElseThrow().isAfter(now);
    }

    Grant startedAt(Instant at, String newToken) {
        return with(Optional.of(at), length, approvers, policyDigest, newToken, extensions);
    }

    Grant lengthened(Duration newLength, Set<String> newApprovers, String newDigest, String newToken) {
        return with(start, newLength, newApprovers, newDigest, newToken, extensions + 1);
    }

    Grant withToken(String newToken) {
        return with(start, length, approvers, policyDigest, newToken, extensions);
    }

    /** The same grant; nothing but these parts of it ever changes. */
    private Grant with(
            Optional<Instant> newStart,
            Duration newLength,
            Set<String> newApprovers,
            String newDigest,
            String newToken,
            int newExtensions) {
        return new Grant(
                id,
                request,
                person,
                targets,
                login,
                permits,
                rule,
                newApprovers,
                approvedAt,
                newStart,
                latestStart,
                newLength,
                newDigest,
                newToken,
                newExtensions,
                review,
                breakGlass,
                retention);
    }
}
