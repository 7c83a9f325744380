package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Permit;
import dev.bastion.policy.RequestEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams, exit codes and JSON as the design promises them. */
class OutputKeepsItsContractTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
        world.grant();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whoami", "targets", "requests", "grants", "sessions", "recordings", "cert", "help", ""})
    void answersWithOneJsonObject(String line) {
        Channel answer = world.ssh("alice", line + " --json");
        assertEquals(0, answer.status, answer::told);
        assertEquals(1, answer.printed().lines().count());
        assertEquals("", answer.told());
        assertSnakeCase(answer.json());
    }

    private static void assertSnakeCase(JsonNode node) {
        node.properties().forEach(entry -> {
            assertTrue(entry.getKey().matches("[a-z0-9_]+"), entry.getKey());
            assertSnakeCase(entry.getValue());
        });
        node.elements().forEachRemaining(OutputKeepsItsContractTest::assertSnakeCase);
    }

    @ParameterizedTest
    @CsvSource({
        "release g-9 --json, 3, not_found",
        "revoke g-1 --reason no --json, 1, not_allowed",
        "frobnicate --json, 2, usage",
        "request --json, 2, usage",
        "request nowhere --reason a --json, 3, no_such_target",
    })
    void saysErrorsInJsonToo(String line, int status, String code) {
        Channel answer = world.ssh("alice", line);
        assertEquals(status, answer.status, answer::printed);
        JsonNode error = answer.json().get("error");
        assertEquals(code, error.get("code").asText());
        assertFalse(error.get("message").asText().isBlank());
        assertTrue(error.has("hint"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "request, TARGET is missing",
                "request a --until 4, there is no option '--until' here",
                "request a --for soon, 'soon' is no length of time",
                "deny r-1, --reason is missing",
                "approve g-1, 'g-1' is not a request",
                "approve r-1 r-2, 'r-2' is one word too many",
                "request a --login b --login c, --login is given twice",
                "request a --permit fly --reason b, there is no permit 'fly'",
                "frobnicate, there is no command 'frobnicate'",
                "extend g-1 --for, --for is missing",
            })
    void saysWhatWasTypedWrongly(String line, String sentence) {
        Channel answer = world.ssh("alice", line);
        assertEquals(2, answer.status, answer::told);
        assertTrue(answer.told().startsWith(sentence), answer::told);
        assertTrue(answer.told().contains("\nhint: "), answer::told);
        assertEquals("", answer.printed());
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void everyCommandHasHelp(Verb verb) {
        Channel help = world.ssh("alice", verb.word() + " --help");
        assertEquals(0, help.status, help::told);
        assertTrue(help.printed().startsWith(verb.word()), help::printed);
        assertEquals(help.printed(), world.ssh("alice", "help " + verb.word()).printed());
    }

    @Test
    void endsLinesWithReturnOnTerminalAndKeepsToItsWidth() {
        Channel channel = Channel.withTerminal(60, 24);
        assertEquals(0, world.commands.run(world.caller("alice"), "requests", channel));
        assertFalse(channel.printed().replace("\r\n", "").contains("\n"));
        channel.printed()
                .lines()
                .map(line -> line.replaceAll("\u001b\\[\\d+m", ""))
                .forEach(line -> assertTrue(line.length() <= 70, line));
        assertTrue(channel.printed().contains("\u001b["));
    }

    @Test
    void usesNoColourOffTerminal() {
        assertFalse(world.ssh("alice", "requests").printed().contains("\u001b"));
    }

    @Test
    void printsWhoIAmWhatIHaveAndTheCommandsForNoCommand() {
        String home = world.ssh("alice", "").printed();
        assertTrue(home.startsWith("you are alice, by key, from 192.0.2.1\n"), home);
        assertTrue(home.contains("g-1") && home.contains("ssh-config"), home);
    }

    @Test
    void showsAtHomeWhatThisPersonMayDoAndWhatToTypeNext() {
        String alices = world.ssh("alice", "").printed();
        assertFalse(
                alices.contains("\napprove ") || alices.contains("\nkill ") || alices.contains("\nreplay "), alices);
        world.ssh("alice", "release g-1");
        assertTrue(world.ssh("alice", "")
                .printed()
                .contains("you have no live grant\nhint: ssh bastion request TARGET --login LOGIN"));
        String asked = world.ssh("alice", "request prod-db-1 --login postgres --reason again")
                .printed()
                .strip();
        String bobs = world.ssh("bob", "").printed();
        assertTrue(bobs.contains("\napprove ") && bobs.contains("\nreplay ") && !bobs.contains("\nkill "), bobs);
        assertTrue(
                bobs.contains(
                        "hint: ssh bastion approve " + asked + ", or: ssh bastion deny " + asked + " --reason TEXT"),
                bobs);
        assertFalse(world.ssh("mallory", "").printed().contains("hint: "));
    }

    /** A ledger of an older release may hold what is refused today. */
    @Test
    void makesHostileTextHarmlessWhereverItIsShown() {
        world.journal.append(List.of(new RequestEvent.RequestMade(new AccessRequest(
                2,
                "alice",
                List.of("prod-db-1"),
                "postgres",
                Set.of(Permit.SHELL),
                Duration.ofMinutes(5),
                "a\u001b]52;c;aGk=\u0007b\u202e",
                Optional.empty(),
                "to-prod",
                World.BEGIN,
                World.BEGIN.plusSeconds(3_600),
                OptionalLong.empty()))));
        for (String line : List.of("requests", "requests --pending", "requests --json", "")) {
            String printed = world.ssh("bob", line).printed();
            assertTrue(printed.contains("52;c;aGk="), printed);
            assertTrue(printed.lines().noneMatch(one -> one.chars().anyMatch(PlainText::isHarmful)), line);
        }
    }

    @Test
    void refusesControlCharactersAndHugeReasons() {
        assertEquals(2, world.ssh("alice", "request prod-db-1 --reason a\u001b[2Jb").status);
        assertEquals(2, world.ssh("alice", "request prod-db-1 --reason " + "a".repeat(100_000)).status);
        assertEquals(2, world.ssh("alice", "request prod-db-1 --reason " + "a".repeat(60_000)).status);
        assertEquals(1, world.journal.state().requests().size());
    }
}
