package dev.bastion.policy;

import dev.bastion.policy.rule.Retention;
import dev.bastion.policy.rule.TermsReader;
import dev.bastion.policy.yaml.Problems;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.List;

/** Reads the text of a policy: targets first, for their keys, then groups, people and rules. For one thread. */
final class PolicyReader {

    private static final int VERSION = 1;

    private final String text;
    private final ParseContext context;
    private final Problems problems = new Problems();

    PolicyReader(String text, ParseContext context) {
        this.text = text;
        this.context = context;
    }

    PolicyReading read() {
        return YamlMap.read(text, problems)
                .map(this::policy)
                .filter(policy -> problems.none())
                .<PolicyReading>map(PolicyReading.Accepted::new)
                .orElseGet(() -> new PolicyReading.Broken(problems.all()));
    }

    private AccessPolicy policy(YamlMap root) {
        root.required("version").ifPresent(value -> value.number(VERSION, VERSION));
        KnownNames known = KnownNames.of(root);
        KeyOwners keys = new KeyOwners(context.reservedKeys());
        ScopeReader scopes = new ScopeReader(known);
        List<Target> targets = root.map("targets")
                .map(map -> new TargetReader(keys, context).read(map))
                .orElse(List.of());
        List<Group> groups =
                root.map("groups").map(map -> new GroupReader(scopes).read(map)).orElse(List.of());
        List<Person> people = root.map("people")
                .map(map -> new PeopleReader(known, keys).read(map))
                .orElse(List.of());
        List<Retention> retentions = root.map("retention")
                .map(map -> new RetentionReader(context.keepAtLeast()).read(map))
                .orElse(List.of());
        TermsReader terms = new TermsReader(context.ceiling());
        List<Rule> rules = root.value("rules")
                .map(YamlValue::list)
                .map(items -> new RuleReader(known, scopes, terms, people, targets).read(items))
                .orElse(List.of());
        root.refuseUnknown();
        return new AccessPolicy(
                text, new People(people, groups), new Targets(targets), rules, retentions, keys.nobodys());
    }
}
