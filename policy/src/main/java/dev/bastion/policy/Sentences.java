package dev.bastion.policy;

import dev.bastion.policy.rule.Hours;
import dev.bastion.policy.rule.Quorum;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Plain;
import dev.bastion.policy.text.Times;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Sentences that people read in more than one place, so that they read the same words everywhere. */
public final class Sentences {

    private static final int NAMED_APPROVERS = 5;

    private Sentences() {}

    /** The one answer for a target that does not exist and for one that this person may not ask for. */
    public static String noSuchTarget(String typed) {
        return "there is no target '" + Plain.shown(typed) + "' that you may ask for";
    }

    /** The one thing that a disabled person reads; why is for administrators. */
    public static String disabled(Disabling disabling, Instant now) {
        return "'" + Plain.shown(disabling.person()) + "' is disabled here since " + Times.clock(disabling.at(), now);
    }

    /** What to type to ask for a target. */
    public static String howToAsk(String target, String login) {
        return "ssh bastion request " + target + " --login " + login + " --for 45m --reason TEXT";
    }

    /** {@code g-7 gives alice postgres on prod-db-1 until 14:00 UTC, in 45m}, or from when on and how long. */
    public static String gives(Grant grant, Instant now) {
        String what = Ids.grant(grant.id()) + " gives " + grant.person() + " " + grant.login() + " on "
                + listed(grant.targets());
        return grant.end()
                .map(end -> what + " until " + Times.left(end, now))
                .orElseGet(
                        () -> what + " for " + Durations.text(grant.length()) + " from first use, which must come by "
                                + Times.left(grant.latestStart().orElseThrow(), now));
    }

    /** {@code g-7 ended: expired at 14:00 UTC}, or by whom and why. */
    public static String ended(Grant grant, GrantState.Ended state, Instant now) {
        String by = state.by().map(person -> " by " + person).orElse("");
        String why = state.reason().isBlank() ? "" : ": " + Plain.shown(state.reason());
        return Ids.grant(grant.id()) + " ended: " + state.how().word().replace('-', ' ') + by + " at "
                + Times.clock(state.at(), now) + why;
    }

    /** {@code g-7 was reviewed by bob at 15:10 UTC: ok}, with what was noted. */
    public static String reviewed(long grant, Review.SignOff how, Instant now) {
        String note = how.note().isBlank() ? "" : ", " + Plain.shown(how.note());
        return Ids.grant(grant) + " was reviewed by " + how.by() + " at " + Times.clock(how.at(), now) + ": "
                + how.verdict().word() + note;
    }

    /** {@code its hours are mon tue 08:00-18:00 Europe/Berlin; they begin at 07:00 UTC, in 2h}. */
    public static String outsideHours(Hours hours, Instant now) {
        return "its hours are " + hours.text()
                + hours.opensNext(now)
                        .map(next -> "; they begin at " + Times.left(next, now))
                        .orElse("");
    }

    static String pending(
            AccessRequest request, int needed, Collection<String> approvers, List<Quorum> quorums, Instant now) {
        return Ids.request(request.id()) + " waits for " + approvals(needed) + " by " + whose(approvers, quorums)
                + " and lapses at " + Times.left(request.lapsesAt(), now);
    }

    private static String whose(Collection<String> approvers, List<Quorum> quorums) {
        if (quorums.size() > 1) {
            return quorums.stream()
                    .map(quorum -> quorum.count() + " of the group " + quorum.from())
                    .collect(Collectors.joining(" and "));
        }
        return approvers.size() <= NAMED_APPROVERS
                ? either(approvers)
                : "the group " + quorums.getFirst().from();
    }

    /** {@code , so far for 20m on prod-db-1}; nothing where all is agreed to. */
    static String soFar(AccessRequest request, AccessRequest agreed) {
        return agreed.equals(request)
                ? ""
                : ", so far for " + Durations.text(agreed.length()) + " on " + listed(agreed.targets());
    }

    static String approvals(int count) {
        return count == 1 ? "1 approval" : count + " approvals";
    }

    static String listed(Collection<String> names) {
        return String.join(", ", names);
    }

    private static String either(Collection<String> names) {
        List<String> list = List.copyOf(names);
        return list.size() < 2 ? listed(list) : listed(list.subList(0, list.size() - 1)) + " or " + list.getLast();
    }

    /** How a request that no longer waits came to its end. */
    static String closed(long request, RequestState state, Instant now) {
        String id = Ids.request(request);
        return switch (state) {
            case RequestState.Pending pending -> id + " is pending";
            case RequestState.Approved approved ->
                id + " is approved already: it became " + Ids.grant(approved.grant());
            case RequestState.Denied denied -> id + " was denied by " + denied.by();
            case RequestState.Withdrawn withdrawn -> id + " was withdrawn";
            case RequestState.Lapsed lapsed -> id + " lapsed at " + Times.clock(lapsed.at(), now);
        };
    }
}
