package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.BreakGlass;
import dev.bastion.policy.rule.Mask;
import dev.bastion.policy.rule.Quorum;
import dev.bastion.policy.rule.ReviewTerms;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Times;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rule decides over a wish, why each other one does not, and what the one that decides would ask for. From the policy
 * alone; for one thread.
 */
public final class Explanation {

    private final AccessPolicy policy;
    private final Asking asking;
    private final Optional<InetAddress> source;
    private final Optional<Rule> deciding;
    private final List<String> lines = new ArrayList<>();

    private Explanation(AccessPolicy policy, Asking asking, Optional<InetAddress> source) {
        this.policy = policy;
        this.asking = asking;
        this.source = source;
        this.deciding = policy.deciding(asking);
    }

    /**
     * Explains what becomes of a wish.
     *
     * @param asking its time is when it would be approved
     * @param source from where the person would connect; not looked at when empty
     */
    public static Explanation of(AccessPolicy policy, Asking asking, Optional<InetAddress> source) {
        requireNonNull(source, "source is null");
        Explanation explanation = new Explanation(policy, asking, source);
        explanation.write();
        explanation.emergency();
        return explanation;
    }

    /** The rule that decides; none when nobody lets the person ask for this. */
    public Optional<Rule> deciding() {
        return deciding;
    }

    /** One sentence a line. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void write() {
        policy.explain(asking).forEach(this::match);
        if (deciding.isEmpty()) {
            lines.add("no rule lets " + asking.person().name() + " ask for this");
            return;
        }
        Rule rule = deciding.get();
        lines.add("rule " + rule.name() + " decides: "
                + rule.permits().stream().map(Permit::word).collect(Collectors.joining(",")) + " for "
                + Durations.text(length(rule)) + ", at most "
                + Durations.text(rule.terms().max()));
        rule.when().ifPresent(condition -> lines.add("its condition holds: " + condition.text()));
        Words.missing(rule, asking.reason(), asking.ticket())
                .ifPresent(missing -> lines.add("it would be refused: " + missing.sentence()));
        approvals(rule);
        proofs(rule);
        use(rule);
        masks(rule);
        running(rule);
        rule.review()
                .ifPresent(review -> lines.add("to be reviewed within " + Durations.text(review.within()) + " by: "
                        + reviewers(review.by())
                        + (review.holdsBack() ? "; while overdue, the rule gives nothing new" : "")));
    }

    /** Which rule decides does not hang on the length: an emergency has a shorter one. */
    private void emergency() {
        Optional<Rule> rule = policy.deciding(asking.lasting(Optional.empty()));
        Optional<BreakGlass> glass = rule.flatMap(Rule::breakGlass);
        if (glass.isEmpty()) {
            lines.add("in an emergency: nothing without approval");
            return;
        }
        Duration length = asking.length().orElse(glass.get().max());
        String most = Durations.text(glass.get().max());
        if (length.compareTo(glass.get().max()) > 0) {
            lines.add("in an emergency: at most " + most + ", not " + Durations.text(length));
        } else if (!(RuleMatcher.match(rule.get(), asking.lasting(Optional.of(length))) instanceof RuleMatch.Covers)) {
            lines.add("in an emergency: nothing, for the condition of rule "
                    + rule.get().name() + " does not hold then");
        } else {
            lines.add("in an emergency: at once by rule " + rule.get().name() + ", for at most " + most
                    + ", to be reviewed within "
                    + Durations.text(glass.get().reviewWithin()) + " by: "
                    + reviewers(rule.get().review().map(ReviewTerms::by).orElse(Set.of())));
        }
    }

    private String reviewers(Set<String> by) {
        List<String> targets = asking.targets().stream().map(Target::name).toList();
        List<String> names = new Reviewers(policy).of(asking.person().name(), targets, by);
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    private void match(RuleMatch match) {
        String name = match.rule().name();
        boolean decides = deciding.filter(rule -> rule.name().equals(name)).isPresent();
        lines.add(
                switch (match) {
                    case RuleMatch.Covers ignored ->
                        "rule " + name + " covers it" + (decides ? "" : " too, and comes later");
                    case RuleMatch.Misses misses ->
                        "rule " + name + " does not: "
                                + misses.misses().stream().map(RuleMiss::why).collect(Collectors.joining("; "));
                });
    }

    private void approvals(Rule rule) {
        if (RuleMatcher.approvesByItself(rule, asking)) {
            lines.add("the rule approves by itself");
            return;
        }
        rule.agreement()
                .byItself()
                .ifPresent(condition ->
                        lines.add("it does not approve by itself, for this does not hold: " + condition.text()));
        List<Quorum> quorums = rule.agreement().quorums();
        lines.add(
                quorums.isEmpty()
                        ? "and nobody else may approve it"
                        : "needs "
                                + (quorums.size() == 1
                                        ? quorums.getFirst().count() + " of: " + who(rule, quorums.getFirst())
                                        : quorums.stream()
                                                .map(quorum -> quorum.count() + " of " + quorum.from() + " ("
                                                        + who(rule, quorum) + ")")
                                                .collect(Collectors.joining(" and "))));
        List<Person> approvers = policy.approvers(rule, asking.person().name());
        int filled = rule.agreement().filled(Approvers.groups(approvers));
        if (filled < rule.agreement().needed()) {
            lines.add("it would be refused: those besides " + asking.person().name() + " can give "
                    + Sentences.approvals(filled));
        }
    }

    private String who(Rule rule, Quorum quorum) {
        String names = policy.approvers(rule, asking.person().name()).stream()
                .filter(person -> person.groups().contains(quorum.from()))
                .map(Person::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "nobody" : names;
    }

    private void proofs(Rule rule) {
        SecondFactor factor = rule.secondFactor();
        if (!factor.acts().isEmpty()) {
            lines.add("a second factor for: "
                    + factor.acts().stream().map(Explanation::word).collect(Collectors.joining(", ")) + ", good for "
                    + Durations.text(factor.window()));
        }
        switch (factor.key()) {
            case ANY -> {}
            case TOUCH -> lines.add("with a security key that is touched");
            case VERIFY -> lines.add("with a security key that is touched and has its PIN");
        }
    }

    private void use(Rule rule) {
        if (!rule.use().hours().windows().isEmpty()) {
            lines.add("hours: " + rule.use().hours().text() + "; " + hours(rule));
        }
        if (!rule.use().sources().isEmpty()) {
            lines.add("connections from: "
                    + rule.use().sources().stream().map(Object::toString).collect(Collectors.joining(", "))
                    + source.map(from ->
                                    rule.use().allowsFrom(from) ? "; that address is among them" : "; not that address")
                            .orElse(""));
        }
    }

    private void masks(Rule rule) {
        if (!rule.masks().isEmpty()) {
            lines.add("masks on terminals: "
                    + rule.masks().stream().map(Mask::word).collect(Collectors.joining(", ")));
        }
    }

    private String hours(Rule rule) {
        Instant at = asking.at();
        return rule.use()
                .hours()
                .openUntil(at)
                .map(end -> "open then, until " + Times.clock(end, at))
                .orElseGet(() -> rule.use().hours().openAt(at)
                        ? "open then"
                        : "closed then, opens "
                                + rule.use()
                                        .hours()
                                        .opensNext(at)
                                        .map(next -> Times.clock(next, at))
                                        .orElse("never"));
    }

    private void running(Rule rule) {
        Instant approved = asking.at();
        Instant end = approved.plus(length(rule));
        lines.add(rule.terms()
                .latestStart()
                .map(latest -> "approved at %s it starts at first use, by %s at the latest"
                        .formatted(Times.clock(approved, approved), Times.clock(approved.plus(latest), approved)))
                .orElseGet(() -> "approved at %s it ends at %s"
                        .formatted(Times.clock(approved, approved), Times.clock(end, approved))));
    }

    private Duration length(Rule rule) {
        return asking.length().orElse(rule.terms().byDefault());
    }

    private static String word(SecondFactor.Act act) {
        return act.name().toLowerCase(Locale.ROOT);
    }
}
