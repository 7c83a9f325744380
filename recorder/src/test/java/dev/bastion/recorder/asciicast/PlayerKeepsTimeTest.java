package dev.bastion.recorder.asciicast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlayerKeepsTimeTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path directory;

    private Cast cast;

    @BeforeEach
    void record() throws IOException {
        Path file = directory.resolve("a.cast");
        Files.writeString(file, """
                {"version":2,"width":80,"height":24}
                [1.0,"o","a"]
                [2.0,"o","b"]
                [62.0,"o","c"]
                [63.0,"x","0"]
                """);
        cast = AsciicastReader.of(file);
    }

    private static String due(CastPlayer player, long nanos) throws IOException {
        return player.due(nanos).stream().map(CastEvent::data).collect(Collectors.joining());
    }

    @Test
    void givesWhatIsDueAndSaysHowLongToWait() throws IOException {
        try (CastPlayer player = new CastPlayer(cast, 1, Optional.empty(), 0)) {
            assertEquals(Optional.of(Duration.ofSeconds(1)), player.untilNext(0));
            assertEquals("", due(player, SECOND - 1));
            assertEquals("a", due(player, SECOND));
            assertEquals("b", due(player, 3 * SECOND));
            assertEquals(Optional.of(Duration.ofSeconds(59)), player.untilNext(3 * SECOND));
            assertEquals("c0", due(player, 100 * SECOND));
            assertTrue(player.finished());
            assertEquals(Optional.empty(), player.untilNext(100 * SECOND));
            assertEquals(Duration.ofSeconds(63), player.position(1000 * SECOND));
        }
    }

    @Test
    void cutsGapsToTheIdleLimit() throws IOException {
        try (CastPlayer player = new CastPlayer(cast, 1, Optional.of(Duration.ofSeconds(2)), 0)) {
            assertEquals("ab", due(player, 2 * SECOND));
            assertEquals(Optional.of(Duration.ofSeconds(2)), player.untilNext(2 * SECOND));
            assertEquals("c0", due(player, 5 * SECOND));
        }
    }

    @Test
    void playsFasterFromWhereItStands() throws IOException {
        try (CastPlayer player = new CastPlayer(cast, 1, Optional.empty(), 0)) {
            assertEquals("ab", due(player, 2 * SECOND));
            player.speed(10, 2 * SECOND);
            assertEquals(Optional.of(Duration.ofSeconds(6)), player.untilNext(2 * SECOND));
            assertEquals("c", due(player, 8 * SECOND));
            player.speed(1000, 8 * SECOND);
            assertEquals(64, player.speed());
        }
    }

    @Test
    void standsStillWhilePaused() throws IOException {
        try (CastPlayer player = new CastPlayer(cast, 1, Optional.empty(), 0)) {
            player.pause(true, SECOND / 2);
            assertEquals("", due(player, 50 * SECOND));
            assertEquals(Optional.empty(), player.untilNext(50 * SECOND));
            player.pause(false, 50 * SECOND);
            assertEquals(Optional.of(Duration.ofMillis(500)), player.untilNext(50 * SECOND));
        }
    }

    @Test
    void stepsThroughEventsWhilePaused() throws IOException {
        try (CastPlayer player = new CastPlayer(cast, 1, Optional.empty(), 0)) {
            player.pause(true, 0);
            assertEquals("a", player.step().get(0).data());
            assertEquals(Duration.ofSeconds(1), player.position(7 * SECOND));
        }
    }

    @Test
    void jumpsForwardsAndBackwards() throws IOException {
        try (CastPlayer player = new CastPlayer(cast, 1, Optional.empty(), 0)) {
            assertFalse(player.seek(Duration.ofSeconds(10), 0));
            assertEquals("ab", due(player, 0));
            assertEquals("c0", due(player, 60 * SECOND));
            assertTrue(player.seek(Duration.ofSeconds(-5), 60 * SECOND));
            assertEquals("ab", due(player, 60 * SECOND));
            assertEquals(Duration.ofSeconds(58), player.position(60 * SECOND));
            assertTrue(player.seek(Duration.ofSeconds(-500), 60 * SECOND));
            assertEquals(Duration.ZERO, player.position(60 * SECOND));
        }
    }
}
