package dev.bastion.policy;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads who must agree under a rule: {@code approvals: {count: 1, from: reviewers}}, or {@code auto-approve: true}. */
final class ApprovalsReader {

    private static final int MOST = 10;

    private final KnownNames known;
    private final List<Person> people;

    ApprovalsReader(KnownNames known, List<Person> people) {
        this.known = known;
        this.people = people;
    }

    /** Nothing when the rule approves by itself, or when there is a problem. */
    Optional<Rule.Approvals> read(YamlMap rule) {
        boolean auto = rule.flag("auto-approve").orElse(false);
        Optional<Rule.Approvals> approvals = rule.map("approvals").flatMap(this::approvals);
        if (auto && rule.has("approvals")) {
            rule.problem("auto-approve", "the rule names approvals and approves by itself", "leave one of the two out");
        }
        if (!auto && !rule.has("approvals")) {
            rule.problem(
                    "nothing says who approves",
                    "add approvals: {count: 1, from: reviewers}, or auto-approve: true where nobody needs to");
        }
        return approvals;
    }

    private Optional<Rule.Approvals> approvals(YamlMap map) {
        OptionalInt count =
                map.required("count").map(value -> value.number(1, MOST)).orElse(OptionalInt.empty());
        Optional<YamlValue> at = map.required("from");
        Optional<String> from = at.flatMap(YamlValue::text).filter(group -> known.group(at.get(), group));
        map.refuseUnknown();
        if (count.isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        long members = people.stream()
                .filter(person -> person.groups().contains(from.get()))
                .count();
        if (members < count.getAsInt()) {
            at.get()
                    .problem(
                            "the group '" + from.get() + "' has " + members + " people, and the rule needs "
                                    + Sentences.approvals(count.getAsInt()),
                            "nobody could ever be granted this: add people to the group, or need fewer");
        }
        return Optional.of(new Rule.Approvals(count.getAsInt(), from.get()));
    }
}
