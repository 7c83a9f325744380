package dev.bastion.policy.rule;

import dev.bastion.policy.rule.ConfinesReader.Permitted;
import dev.bastion.policy.yaml.YamlMap;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code masks: [pan, iban]} of a rule, and holds them against its permits: without a terminal there is nothing to hide them
 * on. Stateless.
 */
public final class MasksReader {

    private static final String MASKS = "masks";
    private static final Map<String, Mask> WORDS =
            Stream.of(Mask.values()).collect(Collectors.toUnmodifiableMap(Mask::word, mask -> mask));

    private MasksReader() {}

    /** In the order of the words' own list. */
    public static Set<Mask> read(YamlMap rule, Permitted permitted) {
        if (!rule.has(MASKS)) {
            return Set.of();
        }
        Set<Mask> masks = EnumSet.noneOf(Mask.class);
        rule.filledList(MASKS, "name what is hidden, like masks: [pan, password], or leave this out")
                .forEach(item -> item.word(WORDS).ifPresent(masks::add));
        if (!permitted.has("shell") && !permitted.has("exec")) {
            rule.problem(
                    MASKS,
                    "the rule permits nothing that has a terminal",
                    "add shell or exec to permits, or leave this out");
        }
        return Collections.unmodifiableSet(masks);
    }
}
