package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.ParseContext;
import dev.bastion.policy.PolicyReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first example of the page is a whole file; each further one is other rules for its people and targets. */
class PolicyPageExamplesAreReadTest {
    private static final Path PAGE = Path.of("../deploy/docs/access-yaml.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final Pattern KEY_OF_A_RULE = Pattern.compile("(?m)^(?:  - |    )([a-z-]+):");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z-]+`(?:, )?)+) \\|");

    static Stream<String> policies() {
        String whole = examples().getFirst();
        String house = whole.substring(0, whole.indexOf("rules:\n"));
        return examples().stream().map(example -> house + rules(example));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void asTheyStand(String policy) {
        PolicyReading reading = AccessPolicy.parse(policy, ParseContext.PLAIN);
        assertInstanceOf(PolicyReading.Accepted.class, reading, reading::toString);
    }

    @Test
    void andShowEveryKeyThatTheTableNamesAndNoOther() {
        Set<String> shown = examples().stream()
                .flatMap(example -> KEY_OF_A_RULE.matcher(rules(example)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = ROW.matcher(page())
                .results()
                .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(named.size() > 20, named::toString);
        assertEquals(named, shown);
    }

    private static String rules(String example) {
        return example.substring(example.indexOf("rules:\n"));
    }

    private static List<String> examples() {
        return EXAMPLE.matcher(page()).results().map(found -> found.group(1)).toList();
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
