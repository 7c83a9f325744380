package dev.bastion.policy;

import dev.bastion.policy.rule.CommandPattern;
import dev.bastion.policy.rule.Quorum;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All that a rule gives and asks for, besides whom and where, in words: two rules with the same words are equal in effect. */
final class Offer {

    private Offer() {}

    static String of(Rule rule) {
        List<String> parts = new ArrayList<>();
        parts.add(rule.permits().stream().map(Permit::word).collect(Collectors.joining(",")));
        confines(rule, parts);
        parts.add("for " + Durations.text(rule.terms().byDefault()) + ", at most "
                + Durations.text(rule.terms().max()));
        parts.add(agreement(rule));
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
        rule.breakGlass().ifPresent(glass -> parts.add("break-glass for " + Durations.text(glass.max())));
        return String.join("; ", parts);
    }

    private static void confines(Rule rule, List<String> parts) {
        listed(
                "commands",
                rule.confines().commands().stream().map(CommandPattern::text).toList(),
                parts);
        listed("reading", rule.confines().readable(), parts);
        listed("writing", rule.confines().writable(), parts);
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
        return (byItself.isEmpty() ? "" : byItself + ", otherwise ") + "approved by " + people + extension;
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

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void listed(String what, List<?> values, List<String> parts) {
        if (!values.isEmpty()) {
            parts.add(what + " " + values.stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
    }
}
