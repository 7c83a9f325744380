package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person types into a request reaches no shell, no file name and nobody's terminal as more than text. */
@NeedsDemo
class HostileWordsAreHarmlessTest {
    /** Control characters, and what turns the direction of writing; line feeds belong to the lists themselves. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2028]");

    private static DemoWorld world;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]0;title\u0007",
                "\u001b[31mred",
                "\u009b31mred",
                "one\rtwo",
                "right\u202eleft",
                "a\u0000b",
                "\u001bP+q544e\u001b\\"
            })
    void controlCharactersInAReasonAreRefusedOrShownHarmless(String reason) {
        world.ssh("alice", "bastion", "request prod-db-1 --login postgres --reason " + reason.replace("\u0000", ""))
                .run();
        for (String words : new String[] {"requests", "requests --json"}) {
            Ran ran = world.bastion("bob", words);
            assertFalse(holdsControl(ran.done().out()), ran::toString);
            assertFalse(holdsControl(ran.err()), ran::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$(touch %s)", "`touch %s`", "; touch %s", "| touch %s", "@%s", "${sys:user.home}", "../../%s"})
    void wordsReachNoShellAndNoFileName(String template, @TempDir Path scratch) {
        Path mark = scratch.resolve("mark");
        String word = template.formatted(mark);
        world.ssh("alice", "bastion", "request prod-db-1 --login postgres --reason '" + word + "'")
                .run();
        world.ssh("alice", "bastion", "request '" + word + "' --login postgres --reason x")
                .run();
        world.ssh("bob", "bastion", "replay '" + word + "'").run();
        world.ssh("bob", "bastion", "export '" + word + "' --format v2").run();
        world.ssh("alice", "bastion", word).run();
        assertFalse(Files.exists(mark));
        assertEquals(0, world.bastion("alice", "whoami").status());
    }

    @Test
    void aReasonOfAHundredKilobytesIsRefused() {
        Ran ran =
                world.bastion("alice", "request", "prod-db-1", "--login", "postgres", "--reason", "x".repeat(100_000));
        assertNotEquals(0, ran.status());
        assertTrue(ran.err().length() < 2_000, ran::err);
    }

    private static boolean holdsControl(String text) {
        return CONTROL.matcher(text).find();
    }
}
