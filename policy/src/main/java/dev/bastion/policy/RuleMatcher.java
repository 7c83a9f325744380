package dev.bastion.policy;

import java.util.ArrayList;
import java.util.List;

/** Holds a rule against what is asked for and collects every reason that speaks against it. */
final class RuleMatcher {

    private RuleMatcher() {}

    static RuleMatch match(Rule rule, Asking asking) {
        List<RuleMiss> misses = new ArrayList<>();
        if (!rule.isFor(asking.person())) {
            misses.add(new RuleMiss.NotForPerson(asking.person().name()));
        }
        asking.targets().stream()
                .filter(target -> !rule.targets().covers(target))
                .forEach(target -> misses.add(new RuleMiss.NotForTarget(target.name())));
        asking.login().ifPresent(login -> addLoginMisses(rule, asking.targets(), login, misses));
        asking.permits().stream()
                .filter(permit -> !rule.permits().contains(permit))
                .forEach(permit -> misses.add(new RuleMiss.NotPermitted(permit)));
        asking.length()
                .filter(length ->
                        !asking.granted() && length.compareTo(rule.terms().max()) > 0)
                .ifPresent(length ->
                        misses.add(new RuleMiss.TooLong(length, rule.terms().max())));
        if (misses.isEmpty()) {
            addConditionMisses(rule, asking, misses);
        }
        return misses.isEmpty() ? new RuleMatch.Covers(rule) : new RuleMatch.Misses(rule, misses);
    }

    /** Whether the rule approves by itself what it covers: its condition must hold for each target. */
    static boolean approvesByItself(Rule rule, Asking asking) {
        return rule.agreement().byItself().isPresent()
                && asking.targets().stream()
                        .allMatch(target -> rule.agreement().byItself().get().holds(asking.on(target, rule)));
    }

    private static void addLoginMisses(Rule rule, List<Target> targets, String login, List<RuleMiss> misses) {
        if (!rule.logins().contains(login)) {
            misses.add(new RuleMiss.NotForLogin(login));
        }
        targets.stream()
                .filter(target -> !target.logins().contains(login))
                .forEach(target -> misses.add(new RuleMiss.NoSuchLogin(target.name(), login)));
    }

    /** Asked only of what the rule covers otherwise: a condition is about that. */
    private static void addConditionMisses(Rule rule, Asking asking, List<RuleMiss> misses) {
        rule.when()
                .ifPresent(condition -> asking.targets().stream()
                        .filter(target -> !condition.holds(asking.on(target, rule)))
                        .forEach(target -> misses.add(new RuleMiss.ConditionFails(target.name(), condition.text()))));
    }
}
