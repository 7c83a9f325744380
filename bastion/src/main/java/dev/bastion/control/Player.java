package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.asciicast.Cast;
import dev.bastion.recorder.asciicast.CastEvent;
import dev.bastion.recorder.asciicast.CastPlayer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Plays a recording on a terminal and obeys its keys: space stops and goes on, the arrows jump five seconds, {@code +} and
 * {@code -} change the speed, {@code q} ends. Used by one thread.
 */
final class Player {
    private static final Duration JUMP = Duration.ofSeconds(5);
    private static final Duration FOREVER = Duration.ofDays(1);

    /** Where output goes. */
    interface Screen {
        void show(String output) throws IOException;

        /** As it was before anything was shown, for a jump back. */
        void clear() throws IOException;
    }

    /**
     * How to play.
     *
     * @param speed 1 is as fast as it was
     * @param idleLimit no pause is longer; as the recording says when left out
     */
    record Pace(double speed, Optional<Duration> idleLimit) {
        Pace {
            requireNonNull(idleLimit, "idleLimit is null");
        }
    }

    /** How the playing ended. */
    enum End {
        /** At the recording's end. */
        PLAYED,
        /** At the recording's end, which is in the middle of a line. */
        BROKEN_OFF,
        /** The person ended it. */
        LEFT
    }

    private final Screen screen;
    private final Remote remote;

    Player(Screen screen, Remote remote) {
        this.screen = screen;
        this.remote = remote;
    }

    /** Plays to the end, or until the person ends it. */
    End play(Cast cast, Pace pace) throws IOException, InterruptedException {
        try (CastPlayer player = new CastPlayer(cast, pace.speed(), pace.idleLimit(), remote.nanos())) {
            while (true) {
                for (CastEvent event : player.due(remote.nanos())) {
                    show(event);
                }
                if (player.finished()) {
                    return player.brokenOff() ? End.BROKEN_OFF : End.PLAYED;
                }
                Optional<Key> key =
                        remote.await(player.untilNext(remote.nanos()).orElse(FOREVER));
                if (key.equals(Optional.of(Key.QUIT))) {
                    return End.LEFT;
                }
                if (key.isPresent()) {
                    obey(key.get(), player);
                }
            }
        }
    }

    private void show(CastEvent event) throws IOException {
        if (event.isOutput()) {
            screen.show(event.data());
        }
    }

    private void obey(Key key, CastPlayer player) throws IOException {
        long now = remote.nanos();
        switch (key) {
            case PAUSE -> player.pause(!player.paused(), now);
            case BACK -> jump(player, JUMP.negated(), now);
            case FORWARD -> jump(player, JUMP, now);
            case FASTER -> player.speed(player.speed() * 2, now);
            case SLOWER -> player.speed(player.speed() / 2, now);
            case QUIT -> {}
        }
    }

    private void jump(CastPlayer player, Duration by, long now) throws IOException {
        if (player.seek(by, now)) {
            screen.clear();
        }
    }
}
