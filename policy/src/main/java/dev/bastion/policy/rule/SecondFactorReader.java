package dev.bastion.policy.rule;

import dev.bastion.policy.rule.SecondFactor.Act;
import dev.bastion.policy.rule.SecondFactor.KeyProof;
import dev.bastion.policy.yaml.YamlMap;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Reads {@code second-factor: {for: [approve], window: 8h}} and {@code key: touch} of a rule. Stateless. */
public final class SecondFactorReader {

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Map<String, Act> ACTS = Map.of(
            "request", Act.REQUEST,
            "approve", Act.APPROVE,
            "certificate", Act.CERTIFICATE,
            "connection", Act.CONNECTION);
    private static final Map<String, KeyProof> KEYS =
            Map.of("any", KeyProof.ANY, "touch", KeyProof.TOUCH, "verify", KeyProof.VERIFY);

    private SecondFactorReader() {}

    public static SecondFactor read(YamlMap rule) {
        KeyProof key = rule.word("key", KEYS).orElse(KeyProof.ANY);
        return rule.map("second-factor")
                .map(map -> factor(map, key))
                .orElseGet(() -> new SecondFactor(Set.of(), SecondFactor.NONE.window(), key));
    }

    private static SecondFactor factor(YamlMap map, KeyProof key) {
        Set<Act> acts = EnumSet.noneOf(Act.class);
        map.filledList("for", "name what needs it: request, approve, certificate, connection")
                .forEach(item -> item.word(ACTS).ifPresent(acts::add));
        Duration window = map.duration("window", SHORTEST, LONGEST).orElse(SecondFactor.NONE.window());
        map.refuseUnknown();
        return new SecondFactor(acts, window, key);
    }
}
