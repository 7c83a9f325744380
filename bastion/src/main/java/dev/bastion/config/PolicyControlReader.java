package dev.bastion.config;

import dev.bastion.policy.yaml.YamlMap;
import java.time.Duration;

/** Reads the section {@code policy-control}. Stateless. */
final class PolicyControlReader {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    private PolicyControlReader() {}

    static PolicyControl read(YamlMap section) {
        PolicyControl control =
                new PolicyControl(section.duration(ConfigKey.POLICY_CONTROL_CEILING.word(), SHORTEST, LONGEST));
        section.refuseUnknown();
        return control;
    }
}
