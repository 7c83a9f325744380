package dev.bastion.policy;

import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says why no rule covers a wish whose targets the person may each ask for. It speaks of what is open to this person and of
 * nothing else.
 */
final class NearMiss {

    private final AccessPolicy policy;
    private final Asking asking;
    /** Of each rule that is for this person and covers every target: what else it misses. */
    private final List<List<RuleMiss>> near = new ArrayList<>();

    private NearMiss(AccessPolicy policy, Asking asking) {
        this.policy = policy;
        this.asking = asking;
        for (RuleMatch match : policy.near(asking)) {
            if (match instanceof RuleMatch.Misses misses
                    && misses.misses().stream().noneMatch(NearMiss::far)) {
                near.add(misses.misses());
            }
        }
    }

    static Refused refusal(AccessPolicy policy, Asking asking) {
        return new NearMiss(policy, asking).refusal();
    }

    private static boolean far(RuleMiss miss) {
        return miss instanceof RuleMiss.NotForPerson || miss instanceof RuleMiss.NotForTarget;
    }

    private Refused refusal() {
        if (near.isEmpty()) {
            return new Refused(Reason.NO_RULE, "no one rule gives you all of these targets", "ask for them one by one");
        }
        return onlyTooLong().or(this::login).or(this::condition).orElseGet(this::permits);
    }

    private Optional<Refused> onlyTooLong() {
        return near.stream()
                .filter(misses -> misses.stream().allMatch(RuleMiss.TooLong.class::isInstance))
                .map(misses -> ((RuleMiss.TooLong) misses.getFirst()).max())
                .max(Comparator.<Duration>naturalOrder())
                .map(max -> new Refused(
                        Reason.TOO_LONG,
                        "this is given for at most " + Durations.text(max) + ", and you ask for "
                                + Durations.text(asking.length().orElseThrow()),
                        "ask for less: --for " + Durations.text(max)));
    }

    /** Where each of the near rules misses the login, that is the reason. */
    private Optional<Refused> login() {
        boolean everywhere = near.stream()
                .allMatch(misses -> misses.stream()
                        .anyMatch(
                                miss -> miss instanceof RuleMiss.NotForLogin || miss instanceof RuleMiss.NoSuchLogin));
        if (!everywhere) {
            return Optional.empty();
        }
        return Optional.of(new Refused(
                Reason.NO_RULE,
                "login '" + Plain.shown(asking.login().orElseThrow()) + "' is not open to you on "
                        + Sentences.listed(
                                asking.targets().stream().map(Target::name).toList()),
                "open to you: " + openLogins()));
    }

    private Optional<Refused> condition() {
        return near.stream()
                .filter(misses -> misses.stream().allMatch(RuleMiss.ConditionFails.class::isInstance))
                .map(misses -> (RuleMiss.ConditionFails) misses.getFirst())
                .findFirst()
                .map(miss -> new Refused(
                        Reason.NO_RULE,
                        "what you ask for on " + miss.target() + " does not meet the rule's condition",
                        "the condition is: " + miss.condition()));
    }

    private String openLogins() {
        return Sentences.listed(Logins.openTo(policy, asking.person(), asking.targets()));
    }

    private Refused permits() {
        List<String> missed = near.stream()
                .flatMap(List::stream)
                .filter(RuleMiss.NotPermitted.class::isInstance)
                .map(miss -> ((RuleMiss.NotPermitted) miss).permit().word())
                .distinct()
                .toList();
        String what = missed.isEmpty() ? "this combination" : Sentences.listed(missed);
        return new Refused(
                Reason.NO_RULE,
                "no rule gives you " + what + " with the rest of what you ask for",
                "ask for less, or leave --permit and --for out to see what you are given");
    }
}
