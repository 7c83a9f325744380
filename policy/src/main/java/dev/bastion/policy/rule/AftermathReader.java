package dev.bastion.policy.rule;

import dev.bastion.policy.text.Durations;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Reads what a rule owes afterwards: {@code review: {within: 24h, by: [auditors], overdue: hold}} and
 * {@code break-glass: {max: 30m, review-within: 4h}}. Stateless.
 */
public final class AftermathReader {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REVIEW = Duration.ofDays(90);
    private static final Map<String, Boolean> OVERDUE = Map.of("tell", false, "hold", true);

    private AftermathReader() {}

    /** With whoever knows the groups, and notes a problem with one that there is not. */
    public static Optional<ReviewTerms> review(YamlMap rule, BiPredicate<YamlValue, String> knownGroup) {
        return rule.map("review").flatMap(map -> terms(map, knownGroup));
    }

    private static Optional<ReviewTerms> terms(YamlMap map, BiPredicate<YamlValue, String> knownGroup) {
        Optional<Duration> within = map.required("within").flatMap(value -> value.duration(SHORTEST, LONGEST_REVIEW));
        Set<String> by = new TreeSet<>();
        for (YamlValue item : map.list("by")) {
            item.text().filter(group -> knownGroup.test(item, group)).ifPresent(by::add);
        }
        boolean holds = map.word("overdue", OVERDUE).orElse(false);
        map.refuseUnknown();
        return within.map(length -> new ReviewTerms(length, by, holds));
    }

    /** The longest must be shorter than what is given with approval. */
    public static Optional<BreakGlass> breakGlass(YamlMap rule, Optional<Terms> terms) {
        return rule.map("break-glass").flatMap(map -> glass(map, terms));
    }

    private static Optional<BreakGlass> glass(YamlMap map, Optional<Terms> terms) {
        Optional<Duration> max = map.required("max").flatMap(value -> value.duration(SHORTEST, LONGEST_REVIEW));
        Optional<Duration> review =
                map.required("review-within").flatMap(value -> value.duration(SHORTEST, LONGEST_REVIEW));
        map.refuseUnknown();
        if (max.isEmpty() || review.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> most = terms.map(Terms::max);
        if (most.filter(length -> max.get().compareTo(length) >= 0).isPresent()) {
            map.problem(
                    "max",
                    "an emergency gives no less than the rule's " + Durations.text(most.get()),
                    "make it shorter than duration.max");
            return Optional.empty();
        }
        return Optional.of(new BreakGlass(max.get(), review.get()));
    }
}
