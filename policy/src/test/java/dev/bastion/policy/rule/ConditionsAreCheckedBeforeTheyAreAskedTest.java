package dev.bastion.policy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsAreCheckedBeforeTheyAreAskedTest {

    private final Circumstances circumstances = new Circumstances(
            "alice",
            Set.of("engineers", "oncall"),
            "prod-db-1",
            Map.of("env", "prod", "tier", "db"),
            "postgres",
            List.of("shell", "exec"),
            Duration.ofMinutes(45),
            "disk is full",
            "INC-7",
            Instant.parse("2026-11-20T12:00:00Z"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "person.name == 'alice' && 'oncall' in person.groups",
                "target.name.startsWith('prod-') && target.labels['env'] == 'prod'",
                "has(target.labels.tier) && target.labels.tier == 'db'",
                "request.duration <= duration('1h') && request.login == 'postgres'",
                "request.permits.all(p, p in ['shell', 'exec'])",
                "request.reason.matches('disk') && request.ticket != ''",
                "now.getHours('Europe/Berlin') == 13 && now < timestamp('2026-12-01T00:00:00Z')",
                "now.getDayOfWeek('UTC') == 5",
            })
    void holdsWhereItIsSo(String text) {
        assertTrue(new Condition(text).holds(circumstances));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "request.duration > duration('1h')",
                "target.labels['region'] == 'eu'",
                "target.labels.region == 'eu' || person.name == 'bob'",
                "1 / (size(person.groups) - 2) > 0",
            })
    void doesNotHoldWhereItIsNotSoOrCannotBeTold(String text) {
        assertFalse(new Condition(text).holds(circumstances));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "request.duratoin < duration('1h')",
                "person",
                "person.name",
                "person.name == 1",
                "request.duration < 3600",
                "1 +",
                "person.name == 'alice",
                "unknown()",
                "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((true))))))))))))))))))))))))))))))))))))))))"
                        + "))))))))))))))))))))))))",
            })
    void refusesWhatIsNoConditionOrOfTheWrongType(String text) {
        assertThrows(IllegalArgumentException.class, () -> new Condition(text));
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThrows(IllegalArgumentException.class, () -> new Condition("true" + " || true".repeat(300)));
    }

    @Test
    void givesUpOnWhatWouldNeverEnd() {
        String ten = "[1,2,3,4,5,6,7,8,9,10]";
        String nested =
                ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, " + ten + ".all(d, " + ten + ".all(e, true)))))";

        assertFalse(new Condition(nested).holds(circumstances));
    }

    @Test
    void isEqualWhereTheTextIs() {
        assertEquals(new Condition("1 < 2"), new Condition("1 < 2"));
        assertTrue(new Condition("true").always());
    }
}
