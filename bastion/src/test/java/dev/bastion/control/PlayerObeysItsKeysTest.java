package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.recorder.asciicast.AsciicastReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlayerObeysItsKeysTest {
    @TempDir
    Path directory;

    /** Prints 0 at once, then a digit each two seconds up to 9 at 18 s. */
    private AsciicastReader cast() throws IOException {
        StringBuilder text = new StringBuilder("{\"version\":2,\"width\":80,\"height\":24}\n");
        for (int i = 0; i < 10; i++) {
            text.append("[%d.0,\"o\",\"%d\"]\n[%d.5,\"i\",\"x\"]\n".formatted(2 * i, i, 2 * i));
        }
        return AsciicastReader.of(Files.writeString(directory.resolve("t.cast"), text));
    }

    private final Paper paper = new Paper();
    private final Fingers fingers = new Fingers();

    private Player.End play(double speed, Optional<Duration> idle) throws IOException, InterruptedException {
        return new Player(paper, fingers).play(cast(), new Player.Pace(speed, idle));
    }

    @Test
    void playsAsFastAsItWas() throws Exception {
        assertEquals(Player.End.PLAYED, play(1, Optional.empty()));
        assertEquals("0123456789", paper.text());
        assertEquals(18, fingers.seconds(), 1);
    }

    @Test
    void playsTwiceAsFast() throws Exception {
        play(2, Optional.empty());
        assertEquals(9, fingers.seconds(), 1);
    }

    @Test
    void shortensPauses() throws Exception {
        play(1, Optional.of(Duration.ofMillis(100)));
        assertTrue(fingers.seconds() < 3, () -> fingers.seconds() + " s");
    }

    @Test
    void stopsAndGoesOn() throws Exception {
        fingers.press(Key.PAUSE, 3);
        fingers.press(Key.PAUSE, 103);
        play(1, Optional.empty());
        assertEquals("0123456789", paper.text());
        assertEquals(118, fingers.seconds(), 1);
    }

    @Test
    void jumpsForward() throws Exception {
        fingers.press(Key.FORWARD, 1);
        play(1, Optional.empty());
        assertEquals("0123456789", paper.text());
        assertEquals(13, fingers.seconds(), 1);
    }

    @Test
    void jumpsBackOnClearScreen() throws Exception {
        fingers.press(Key.BACK, 9);
        play(1, Optional.empty());
        assertEquals("01234|0123456789", paper.text());
        assertEquals(23, fingers.seconds(), 1);
    }

    @Test
    void goesFasterAndSlower() throws Exception {
        fingers.press(Key.FASTER, 1);
        fingers.press(Key.SLOWER, 5);
        play(1, Optional.empty());
        assertEquals(14, fingers.seconds(), 1);
    }

    @Test
    void leaves() throws Exception {
        fingers.press(Key.QUIT, 5);
        assertEquals(Player.End.LEFT, play(1, Optional.empty()));
        assertEquals("012", paper.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "SPACE;PAUSE",
                "+;FASTER",
                "-;SLOWER",
                "q;QUIT",
                "^C;QUIT",
                "^D;QUIT",
                "ESC[C;FORWARD",
                "ESC[D;BACK",
                "ESCOD;BACK",
                "ESC[1^5Dx;",
                "ESC[A;",
                "abc;",
                "ESC[200~q;QUIT"
            })
    void understandsKeys(String typed, Key key) {
        KeyReader reader = new KeyReader();
        String bytes = typed.replace("SPACE", " ")
                .replace("ESC", "\u001b")
                .replace("^C", "\u0003")
                .replace("^D", "\u0004");
        List<Key> read = new ArrayList<>();
        bytes.chars().forEach(c -> reader.read(c).ifPresent(read::add));
        assertEquals(key == null ? List.of() : List.of(key), read);
    }

    /** A screen that keeps what it is shown, a bar where it is cleared. */
    private static final class Paper implements Player.Screen {
        private final List<String> shown = new ArrayList<>();

        @Override
        public void show(String output) {
            shown.add(output);
        }

        @Override
        public void clear() {
            shown.add("|");
        }

        String text() {
            return shown.stream().collect(Collectors.joining());
        }
    }

    /** Keys at fixed seconds, on a clock that jumps to whatever is waited for. */
    private static final class Fingers implements Remote {
        private record Press(Key key, long at) {}

        private final Deque<Press> presses = new ArrayDeque<>();
        private long nanos;

        void press(Key key, int second) {
            presses.add(new Press(key, Duration.ofSeconds(second).toNanos()));
        }

        double seconds() {
            return nanos / 1e9;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Optional<Key> await(Duration longest) {
            long until = nanos + longest.toNanos();
            if (!presses.isEmpty() && presses.getFirst().at() <= until) {
                Press press = presses.removeFirst();
                nanos = Math.max(nanos, press.at());
                return Optional.of(press.key());
            }
            nanos = until;
            return Optional.empty();
        }
    }
}
