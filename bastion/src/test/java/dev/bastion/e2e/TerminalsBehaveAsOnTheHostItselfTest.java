package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsDemo
class TerminalsBehaveAsOnTheHostItselfTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final String PROMPT = "postgres@prod-db-1:[^\n]*\\$ ";
    private static DemoWorld world;

    @BeforeAll
    static void grant(DemoWorld demo) {
        world = demo;
        world.grant("prod-db-1", "postgres", "45m");
    }

    @Test
    void aResizeReachesTheHost() {
        try (Keyboard shell = world.keyboard(world.jump(HOST))) {
            shell.expect(PROMPT);
            shell.type("stty size; tput -T xterm cols; echo $TERM\r");
            shell.expect("[\r\n]24 80\r\n80\r\n");
            shell.resize(101, 33);
            shell.type("sleep 0.3; stty size\r");
            shell.expect("[\r\n]33 101\r\n");
            shell.type("exit 9\r");
            assertEquals(9, shell.end().status());
        }
    }

    @Test
    void controlCharactersAndSignalsReachTheHost() {
        try (Keyboard shell = world.keyboard(world.jump(HOST))) {
            shell.expect(PROMPT);
            // The shell gives the terminal to a command just before it runs: only the command itself can say that
            // Ctrl-C is its own.
            shell.type("sh -c 'echo up; exec sleep 60'; echo never\r");
            shell.expect("[\r\n]up\r\n");
            shell.type("\u0003");
            shell.expect(PROMPT);
            // What is typed while the shell still edits its line would reach cat with carriage returns.
            shell.type("echo go; cat\r");
            shell.expect("[\r\n]go\r\n");
            shell.type("word\r\u0004");
            shell.expect("word\r\nword\r\n");
            shell.expect(PROMPT);
            shell.type("\u0004");
            assertEquals(0, shell.end().status());
        }
    }

    @Test
    void lettersSplitOverPacketsAreWholeOnScreenAndInTheRecording() throws IOException {
        String session;
        try (Keyboard shell = world.keyboard(world.jump(HOST))) {
            shell.expect(PROMPT);
            shell.type("for b in 342 202 254 360 237 246 212; do printf \"\\\\$b\"; sleep 0.05; done; echo .\r");
            shell.expect("\u20ac\ud83e\udd8a\\.");
            shell.expect(PROMPT);
            shell.type("exit\r");
            assertEquals(0, shell.end().status());
            Matcher matcher = Pattern.compile("replay (s-\\d+)").matcher(shell.screen());
            assertTrue(matcher.find(), shell::screen);
            session = matcher.group(1);
        }
        String cast =
                world.bastion("bob", "export", session, "--format", "v2").done().out();
        assertTrue(cast.contains("\u20ac"), cast);
        assertTrue(cast.contains("\ud83e\udd8a"), cast);
        assertEquals(List.of(), replacements(), "recordings that hold a replacement character");
    }

    private static List<Path> replacements() throws IOException {
        try (Stream<Path> files = Files.walk(world.recordings())) {
            return files.filter(file -> file.toString().endsWith(".cast"))
                    .filter(TerminalsBehaveAsOnTheHostItselfTest::holdsReplacement)
                    .toList();
        }
    }

    private static boolean holdsReplacement(Path file) {
        try {
            return Files.readString(file).contains("\ufffd");
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
