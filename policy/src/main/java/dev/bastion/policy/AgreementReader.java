package dev.bastion.policy;

import dev.bastion.policy.rule.Agreement;
import dev.bastion.policy.rule.Condition;
import dev.bastion.policy.rule.ConditionReader;
import dev.bastion.policy.rule.Quorum;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads who must agree under a rule: {@code approvals: {count: 1, from: reviewers}}, or a list of such, or
 * {@code auto-approve: true}, or {@code auto-approve: CONDITION} beside them; {@code extension: {approvals: 1}}; and
 * {@code signed-approvals: true}.
 */
final class AgreementReader {

    private static final int MOST = 10;
    private static final int MOST_QUORUMS = 5;

    private final KnownNames known;
    private final List<Person> people;

    AgreementReader(KnownNames known, List<Person> people) {
        this.known = known;
        this.people = people;
    }

    /** Nothing when there is a problem. */
    Optional<Agreement> read(YamlMap rule) {
        Optional<Condition> said = rule.value("auto-approve").flatMap(ConditionReader::read);
        boolean unreadable = said.isEmpty() && rule.has("auto-approve");
        Optional<Condition> byItself =
                said.filter(condition -> !condition.text().equals("false"));
        boolean always = byItself.filter(Condition::always).isPresent();
        List<Quorum> quorums =
                rule.value("approvals").map(value -> quorums(rule, value)).orElse(List.of());
        OptionalInt extension = rule.map("extension").map(this::extension).orElse(OptionalInt.empty());
        if (always && rule.has("approvals")) {
            rule.problem("auto-approve", "the rule names approvals and approves by itself", "leave one of the two out");
        }
        if (!always && !unreadable && !rule.has("approvals")) {
            rule.problem(
                    "nothing says who approves",
                    "add approvals: {count: 1, from: reviewers}, or auto-approve: true where nobody needs to");
        }
        boolean signed = rule.flag("signed-approvals").orElse(false);
        if (signed && always) {
            rule.problem(
                    "signed-approvals", "the rule approves by itself, and nobody signs", "leave signed-approvals out");
        }
        return quorums.isEmpty() && !always
                ? Optional.empty()
                : Optional.of(new Agreement(quorums, byItself, extension, signed));
    }

    private List<Quorum> quorums(YamlMap rule, YamlValue value) {
        if (!value.isList()) {
            return value.map().flatMap(this::quorum).stream().toList();
        }
        List<YamlValue> items = rule.filledList("approvals", "name who must agree: [{count: 1, from: reviewers}]");
        if (items.size() > MOST_QUORUMS) {
            value.problem("these are more than " + MOST_QUORUMS + " groups that must agree", "need fewer");
        }
        List<Quorum> quorums = items.stream()
                .flatMap(item -> item.map().stream())
                .flatMap(map -> quorum(map).stream())
                .toList();
        refuseUnreachable(value, quorums);
        return quorums.size() == items.size() ? quorums : List.of();
    }

    private Optional<Quorum> quorum(YamlMap map) {
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
        return Optional.of(new Quorum(count.getAsInt(), from.get()));
    }

    /** Each group may have enough people and all of them together too few, where they are the same people. */
    private void refuseUnreachable(YamlValue at, List<Quorum> quorums) {
        if (quorums.size() < 2) {
            return;
        }
        Agreement agreement = new Agreement(quorums, Optional.empty(), OptionalInt.empty());
        Map<String, Set<String>> groups =
                people.stream().collect(Collectors.toMap(Person::name, Person::groups, (one, other) -> one));
        int filled = agreement.filled(groups);
        if (filled < agreement.needed()) {
            at.problem(
                    "nobody counts twice, so that these groups can give " + filled + " of the " + agreement.needed()
                            + " approvals",
                    "nobody could ever be granted this: add people to the groups, or need fewer");
        }
    }

    private OptionalInt extension(YamlMap map) {
        OptionalInt count =
                map.required("approvals").map(value -> value.number(1, MOST)).orElse(OptionalInt.empty());
        map.refuseUnknown();
        return count;
    }
}
