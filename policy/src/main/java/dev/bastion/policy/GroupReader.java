package dev.bastion.policy;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code groups} with their duties. */
final class GroupReader {

    private static final Map<String, Duty> DUTIES =
            Map.of(Duty.ADMINISTER.word(), Duty.ADMINISTER, Duty.REVIEW.word(), Duty.REVIEW);

    private final ScopeReader scopes;

    GroupReader(ScopeReader scopes) {
        this.scopes = scopes;
    }

    List<Group> read(YamlMap map) {
        List<Group> groups = new ArrayList<>();
        for (YamlMap.Entry entry : map.entries()) {
            boolean named = Naming.name(entry.at(), entry.name());
            entry.value()
                    .map()
                    .map(group -> read(entry.name(), group))
                    .filter(group -> named)
                    .ifPresent(groups::add);
        }
        return groups;
    }

    private Group read(String name, YamlMap map) {
        Set<Duty> duties = EnumSet.noneOf(Duty.class);
        map.list("duties").forEach(item -> duty(item).ifPresent(duties::add));
        Optional<TargetScope> some = map.map("review").map(this::scope);
        if (some.isPresent() && duties.contains(Duty.REVIEW)) {
            map.problem("review", "the duty 'review' already covers every target", "leave one of the two out");
        }
        map.refuseUnknown();
        return new Group(
                name,
                duties.contains(Duty.ADMINISTER),
                duties.contains(Duty.REVIEW) ? Optional.of(TargetScope.ALL) : some);
    }

    private static Optional<Duty> duty(YamlValue item) {
        Optional<String> word = item.text();
        if (word.isEmpty()) {
            return Optional.empty();
        }
        if (word.get().equals(Duty.APPROVE.word())) {
            item.problem(
                    "approving is no duty of a group", "each rule says who approves: approvals: {count: 1, from: …}");
            return Optional.empty();
        }
        return item.word(DUTIES);
    }

    private TargetScope scope(YamlMap map) {
        TargetScope scope = scopes.read(map);
        map.refuseUnknown();
        return scope;
    }
}
