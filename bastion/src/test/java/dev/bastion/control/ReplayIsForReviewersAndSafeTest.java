package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.recorder.Recorder;
import dev.bastion.recorder.RecorderSettings;
import dev.bastion.recorder.SessionFacts;
import dev.bastion.recorder.SessionRecording;
import dev.bastion.recorder.TerminalRecording;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who watches or exports is recorded first, needs the duty, and is safe from what the host printed (THREATS T19). */
class ReplayIsForReviewersAndSafeTest {
    private static final String PRINTED = "hello\u001b]52;c;aGk=\u0007\u001b[31mred\u001b[6n\r\n";

    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void record() throws Exception {
        world = new World(recordings);
        world.grant();
        world.session(1);
        try (Recorder recorder = new Recorder(RecorderSettings.at(recordings).withReserve(0), world.clock)) {
            SessionRecording session = recorder.open(
                            new SessionFacts(
                                    1, 1, "alice", "prod-db-1", "postgres", "192.0.2.1", World.BEGIN, Map.of()),
                            failure -> {})
                    .toCompletableFuture()
                    .get();
            TerminalRecording terminal = session.terminal(0, 80, 24, "xterm", "")
                    .toCompletableFuture()
                    .get();
            byte[] bytes = PRINTED.getBytes(StandardCharsets.UTF_8);
            terminal.output(bytes, 0, bytes.length);
            terminal.close().toCompletableFuture().get();
            session.seal("client-left").toCompletableFuture().get();
        }
    }

    @Test
    void playsWithoutWhatMakesTerminalAct() {
        Channel channel = Channel.withTerminal(80, 24);
        int status = world.commands.run(world.caller("bob"), "replay s-1 --speed 50", channel);
        assertEquals(0, status, channel::told);
        assertTrue(channel.printed().contains("hello"), channel::printed);
        assertTrue(channel.printed().contains("\u001b[31mred"), channel::printed);
        assertFalse(channel.printed().contains("]52;"), channel::printed);
        assertFalse(channel.printed().contains("\u001b[6n"), channel::printed);
    }

    @Test
    void letsEverythingPassWhereAsked() {
        Channel channel = Channel.withTerminal(80, 24);
        world.commands.run(world.caller("bob"), "replay s-1 --raw", channel);
        assertTrue(channel.printed().contains("\u001b]52;c;aGk=\u0007"), channel::printed);
    }

    @Test
    void writesWhoReadsBeforeAnythingIsShown() {
        world.ssh("bob", "export s-1 --format text");
        List<AccessEvent> events = world.journal.events();
        SessionEvent.RecordingRead read = (SessionEvent.RecordingRead) events.getLast();
        assertEquals("bob", read.person());
        assertEquals("export", read.how());
        world.journal.accepting(false);
        Channel unseen = world.ssh("bob", "export s-1 --format text");
        assertEquals(5, unseen.status);
        assertEquals("", unseen.printed());
    }

    @Test
    void saysHowToGetTerminal() {
        Channel channel = world.ssh("bob", "replay s-1");
        assertEquals(2, channel.status);
        assertTrue(channel.told().contains("hint: ssh -t bastion replay s-1"), channel::told);
        assertEquals("", channel.printed());
    }

    @Test
    void isNotForAdministratorsNorForOwners() {
        for (String person : List.of("carol", "alice", "mallory")) {
            Channel channel = Channel.withTerminal(80, 24);
            assertEquals(1, world.commands.run(world.caller(person), "replay s-1", channel), person);
            assertFalse(channel.printed().contains("hello"), person);
        }
        assertTrue(world.journal.events().stream().noneMatch(SessionEvent.RecordingRead.class::isInstance));
    }

    @Test
    void exportsInEachFormat() {
        assertTrue(
                world.ssh("bob", "export s-1 --format asciicast-v2").printed().startsWith("{\"version\":2,"));
        assertTrue(world.ssh("bob", "export s-1 --format v3").printed().startsWith("{\"version\":3,"));
        assertEquals("hellored\n", world.ssh("bob", "export s-1 --format text").printed());
        assertEquals(PRINTED, world.ssh("bob", "export s-1 --format raw").printed());
        assertEquals(
                "terminal",
                world.ssh("bob", "export s-1 --format json")
                        .json()
                        .at("/recording/channels/0/kind")
                        .asText());
        assertEquals(2, world.ssh("bob", "export s-1 --format gif").status);
    }

    @Test
    void listsTheRecordingAndWhichIsMissing() {
        world.session(2);
        String listed = world.ssh("bob", "recordings --target db1 --person alice --since 1h")
                .printed();
        assertTrue(listed.contains("sealed") && listed.contains("missing"), listed);
        assertEquals("", world.ssh("bob", "recordings --person bob").printed());
        assertEquals("", world.ssh("bob", "recordings --since 2026-11-21").printed());
    }
}
