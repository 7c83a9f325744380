package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Times;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides over breaking the glass. The approvals and the ticket are waived and nothing else: person, targets, login, permits
 * and condition must be the rule's, and its hours, sources and proofs hold as ever.
 */
final class Emergencies {

    private final Scene scene;
    private final Proofs proofs;

    Emergencies(Scene scene, Proofs proofs) {
        this.scene = scene;
        this.proofs = proofs;
    }

    Decided<Decision> breakGlass(String asker, Wish wish) {
        return new Asks(scene, proofs).asked(asker, wish, this::judged);
    }

    /** Which rule decides does not hang on the length: what is too long for an emergency is said as that. */
    private Decided<Decision> judged(Asking asking, Wish wish) {
        Asking ofAnyLength = asking.lasting(Optional.empty());
        Optional<Rule> deciding = scene.policy().deciding(ofAnyLength);
        if (deciding.isEmpty()) {
            return Decided.nothing(NearMiss.refusal(scene.policy(), ofAnyLength));
        }
        Rule rule = deciding.get();
        return rule.breakGlass()
                .map(glass -> under(rule, glass, asking, wish))
                .orElseGet(() -> Decided.nothing(none(asking)));
    }

    private Decided<Decision> under(Rule rule, BreakGlass glass, Asking asking, Wish wish) {
        Duration length = asking.length().orElse(glass.max());
        Asking exactly = asking.lasting(Optional.of(length));
        Optional<Refused> refused = Words.missingOrFault(wish.reason())
                .or(() -> tooLong(glass, length))
                .or(() -> notCovered(rule, exactly))
                .or(() -> new Asks(scene, proofs).closedUntil(rule, scene.now().plus(length)))
                .or(() -> givenAlready(exactly))
                .or(() -> new Holds(scene).emergency(asking.person().name()))
                .or(() -> new Holds(scene).of(rule, asking.person().name()))
                .or(() -> new Factors(scene)
                        .missing(
                                rule.secondFactor(),
                                SecondFactor.Act.REQUEST,
                                asking.person().name(),
                                proofs));
        return refused.isPresent()
                ? Decided.nothing(refused.get())
                : new Settlement(scene).emergency(new Asks(scene, proofs).requestOf(exactly, rule, wish), rule, glass);
    }

    private static Refused none(Asking asking) {
        return new Refused(
                Reason.NO_RULE,
                "the rule for " + names(asking) + " gives nothing without approval, in an emergency either",
                Sentences.howToAsk(names(asking), asking.login().orElseThrow()));
    }

    private static Optional<Refused> tooLong(BreakGlass glass, Duration length) {
        return length.compareTo(glass.max()) <= 0
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.TOO_LONG,
                        "an emergency is given for at most " + Durations.text(glass.max()) + ", and you ask for "
                                + Durations.text(length),
                        "ask for less: --for " + Durations.text(glass.max())));
    }

    /** A condition may speak of the length. */
    private Optional<Refused> notCovered(Rule rule, Asking exactly) {
        return RuleMatcher.match(rule, exactly) instanceof RuleMatch.Covers
                ? Optional.empty()
                : Optional.of(NearMiss.refusal(scene.policy(), exactly));
    }

    /** A second one beside the first would be a way past the longest. */
    private Optional<Refused> givenAlready(Asking asking) {
        List<String> wanted = asking.targets().stream().map(Target::name).toList();
        return scene.state().openGrants().stream()
                .filter(grant -> grant.isBreakGlass() && scene.isUsable(grant))
                .filter(grant -> grant.person().equals(asking.person().name()))
                .filter(grant -> grant.login().equals(asking.login().orElseThrow()))
                .filter(grant -> grant.targets().stream().anyMatch(wanted::contains))
                .findFirst()
                .map(grant -> new Refused(
                        Reason.TOO_MANY,
                        Ids.grant(grant.id()) + " gives you this already, until "
                                + Times.left(grant.end().orElseThrow(), scene.now()),
                        "for more time, with approval: ssh bastion extend " + Ids.grant(grant.id())
                                + " --for 10m --reason TEXT"));
    }

    private static String names(Asking asking) {
        return Sentences.listed(asking.targets().stream().map(Target::name).toList());
    }
}
