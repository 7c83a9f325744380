package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever stands in the place of each argument of each command: a sentence in the house's form, an exit status that is
 * not our fault, nothing changed and nothing hung.
 */
class BadInputGetsAClearSentenceTest {
    private static final List<String> ODD = List.of(
            "''",
            "-1",
            "0",
            "r-0",
            "g-99999999999999999999",
            "s--1",
            "NaN",
            "9223372036854775808h",
            "-5m",
            "1e9d",
            "@/etc/passwd",
            "${sys:user.home}",
            "%s%n%x",
            "../../etc/shadow",
            "'\u001b]52;c;aGk=\u0007'",
            "\u202egrant",
            "prod-db-1\u0000x",
            "x'; DROP TABLE access_grant; --",
            "a".repeat(100_000),
            "\uD800",
            "2026-13-45T99:99:99Z");

    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
        world.grant();
    }

    /** A command, and what a person types behind its word. */
    record Typing(Verb verb, String rest) {
        @Override
        public String toString() {
            return PlainText.line(verb.word() + " " + rest, 60);
        }
    }

    static Stream<Typing> oddArguments() {
        return Stream.of(Verb.values()).flatMap(verb -> ODD.stream().flatMap(odd -> with(verb, odd)));
    }

    /** The odd text in place of each argument, with something plain in the places that have to be filled. */
    private static Stream<Typing> with(Verb verb, String odd) {
        var arguments = Usage.of(verb).arguments();
        var typings = new ArrayList<Typing>();
        for (var tried : arguments) {
            var line = new StringBuilder();
            for (var argument : arguments) {
                boolean takesNothing = argument.written().startsWith("--")
                        && !argument.written().contains(" ");
                if (argument.equals(tried) && !takesNothing) {
                    line.append(option(argument)).append(odd).append(' ');
                } else if (argument.required()) {
                    line.append(option(argument)).append("g-1 ");
                }
            }
            typings.add(new Typing(verb, line.toString()));
        }
        typings.add(new Typing(verb, odd));
        typings.add(new Typing(verb, "--" + odd));
        return typings.stream().distinct();
    }

    private static String option(Usage.Argument argument) {
        return argument.written().startsWith("--") ? argument.written().replaceFirst(" .*", " ") : "";
    }

    @ParameterizedTest
    @MethodSource("oddArguments")
    void isAnsweredAndChangesNothing(Typing typing) {
        for (String name : List.of("alice", "bob", "carol", "mallory")) {
            int before = world.journal.events().size();
            Channel answer = assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> world.ssh(name, typing.verb().word() + " " + typing.rest()));
            if (answer.status != 0) {
                assertSentence(answer);
                assertEquals(before, world.journal.events().size(), () -> name + ": " + typing);
            }
            assertHarmless(answer.told() + answer.printed());
        }
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void isAnsweredWhenMoreIsTypedThanAnybodyMeans(Verb verb) {
        Channel answer = world.ssh("alice", verb.word() + " x".repeat(50_000));
        assertSentence(answer);
        assertTrue(
                answer.told().length() < 4_000,
                () -> "an answer of " + answer.told().length() + " characters");
    }

    private static void assertSentence(Channel answer) {
        assertTrue(answer.status >= 1 && answer.status <= 4, () -> answer.status + ": " + answer.told());
        String first = answer.told().lines().findFirst().orElse("");
        assertFalse(first.isBlank(), "a failure without a word");
        // A place that is empty is named as help names it: TARGET is missing.
        assertTrue(first.matches("(?s)[A-Z|]+ is missing|[^A-Z].*[^.]"), first);
        assertFalse(answer.told().contains("Exception") || answer.told().contains("dev.bastion"), answer::told);
    }

    private static void assertHarmless(String text) {
        assertTrue(
                text.codePoints().noneMatch(c -> c != '\n' && c != '\r' && PlainText.isHarmful(c)),
                () -> PlainText.lines(text));
    }
}
