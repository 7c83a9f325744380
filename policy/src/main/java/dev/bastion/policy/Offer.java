package dev.bastion.policy;

import dev.bastion.policy.rule.CommandPattern;
import dev.bastion.policy.rule.ExecRecording;
import dev.bastion.policy.rule.Mask;
import dev.bastion.policy.rule.Quorum;
import dev.bastion.policy.rule.ReviewTerms;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.rule.Terms;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All that a rule gives and asks for, besides whom and where, in words: two rules with the same words are equal in effect. */
final class Offer {

    private Offer() {}

    /** With the policy, which says what the rule's class of retention is. */
    static String of(Rule rule, AccessPolicy policy) {
        List<String> parts = new ArrayList<>();
        parts.add(rule.permits().stream().map(Permit::word).collect(Collectors.joining(",")));
        confines(rule, parts);
        parts.add("for " + Durations.text(rule.terms().byDefault()) + ", at most "
                + Durations.text(rule.terms().max()));
        parts.add(agreement(rule));
        if (!rule.terms().lapse().equals(Terms.DEFAULT_LAPSE)) {
            parts.add("a request waits " + Durations.text(rule.terms().lapse()));
        }
        rule.when().ifPresent(condition -> parts.add("when " + condition.text()));
        if (rule.papers().reasonRequired()) {
            parts.add("a reason");
        }
        rule.papers().ticket().ifPresent(ticket -> parts.add("a ticket like " + ticket.text()));
        rule.terms()
                .latestStart()
                .ifPresent(latest -> parts.add("starts at first use within " + Durations.text(latest)));
        use(rule, parts);
        factor(rule.secondFactor(), parts);
        exec(rule.execRecording(), parts);
        listed("masks", rule.masks().stream().map(Mask::word).toList(), parts);
        rule.review().ifPresent(review -> parts.add(review(review)));
        rule.breakGlass()
                .ifPresent(glass -> parts.add("break-glass for " + Durations.text(glass.max())
                        + ", to be reviewed within " + Durations.text(glass.reviewWithin())));
        rule.retention().ifPresent(retention -> parts.add(retention(retention, policy)));
        return String.join("; ", parts);
    }

    private static void confines(Rule rule, List<String> parts) {
        listed(
                "commands",
                rule.confines().commands().stream().map(CommandPattern::text).toList(),
                parts);
        listed("reading", rule.confines().readable(), parts);
        listed("writing", rule.confines().writable(), parts);
        listed("forwarding to", rule.confines().destinations(), parts);
    }

    private static String agreement(Rule rule) {
        String people = rule.agreement().quorums().stream().map(Offer::text).collect(Collectors.joining(" and "));
        String extension = rule.agreement().forExtension().isPresent()
                ? ", " + rule.agreement().forExtension().getAsInt() + " to extend"
                : "";
        String byItself = rule.agreement()
                .byItself()
                .map(condition -> condition.always() ? "by itself" : "by itself when " + condition.text())
                .orElse("");
        if (people.isEmpty()) {
            return byItself;
        }
        return (byItself.isEmpty() ? "" : byItself + ", otherwise ") + "approved by " + people + extension
                + (rule.agreement().signed() ? ", each with a signature" : "");
    }

    private static String text(Quorum quorum) {
        return quorum.count() + " of " + quorum.from();
    }

    private static void use(Rule rule, List<String> parts) {
        if (!rule.use().hours().windows().isEmpty()) {
            parts.add("at " + rule.use().hours().text());
        }
        listed("from", rule.use().sources(), parts);
        if (rule.use().sessions().isPresent()) {
            parts.add(rule.use().sessions().getAsInt() + " sessions at once");
        }
        rule.use().idle().ifPresent(idle -> parts.add("idle for " + Durations.text(idle)));
        if (rule.use().plainKey()) {
            parts.add("plain keys");
        }
    }

    private static void factor(SecondFactor factor, List<String> parts) {
        if (!factor.acts().isEmpty()) {
            parts.add("second factor for "
                    + factor.acts().stream().map(Offer::word).collect(Collectors.joining(",")) + ", good for "
                    + Durations.text(factor.window()));
        }
        if (factor.key() != SecondFactor.KeyProof.ANY) {
            parts.add("key with " + word(factor.key()));
        }
    }

    private static void exec(ExecRecording exec, List<String> parts) {
        if (!exec.equals(ExecRecording.DEFAULT)) {
            parts.add("of each stream of a command " + Sizes.text(exec.limitBytes()) + " kept, then "
                    + word(exec.pastLimit()));
        }
    }

    private static String review(ReviewTerms review) {
        return "to be reviewed within " + Durations.text(review.within())
                + (review.by().isEmpty() ? "" : " by " + String.join(", ", review.by()))
                + (review.holdsBack() ? ", held back when overdue" : "");
    }

    /** The class's length too: it may change under the same name. */
    private static String retention(String name, AccessPolicy policy) {
        return "recordings kept as " + name
                + policy.retentions().stream()
                        .filter(known -> known.name().equals(name))
                        .map(known -> " (" + Durations.text(known.keep()) + ")")
                        .collect(Collectors.joining());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void listed(String what, List<?> values, List<String> parts) {
        if (!values.isEmpty()) {
            parts.add(what + " " + values.stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
    }
}
