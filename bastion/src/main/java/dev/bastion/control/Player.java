package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.asciicast.Cast;
import dev.bastion.recorder.asciicast.CastEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Plays a terminal recording and obeys its keys: space stops and goes on, the arrows jump five seconds, {@code +} and
 * {@code -} change the speed, {@code q} ends. Used by one thread.
 */
final class Player {
    private static final Duration JUMP = Duration.ofSeconds(5);
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final double SLOWEST = 1.0 / 16;
    private static final double FASTEST = 1_024;

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
     * @param idleLimit no pause is longer
     */
    record Pace(double speed, Duration idleLimit) {
        Pace {
            requireNonNull(idleLimit, "idleLimit is null");
            speed = Math.clamp(speed, SLOWEST, FASTEST);
        }
    }

    private final Cast cast;
    private final Screen screen;
    private final Remote remote;
    private final Duration idleLimit;
    private double speed;
    private boolean paused;
    private boolean ended;
    private IdleLimit events;
    private Optional<CastEvent> next = Optional.empty();
    /** How far the recording had come at the moment {@link #since}. */
    private Duration position = Duration.ZERO;

    private long since;

    Player(Cast cast, Screen screen, Remote remote, Pace pace) throws IOException {
        this.cast = cast;
        this.screen = screen;
        this.remote = remote;
        this.idleLimit = pace.idleLimit();
        this.speed = pace.speed();
        this.events = new IdleLimit(cast, idleLimit);
    }

    /**
     * Plays to the end, or until the person ends it.
     *
     * @return false when the person ended it
     */
    boolean play() throws IOException, InterruptedException {
        since = remote.nanos();
        try {
            next = events.next();
            while (!ended && next.isPresent()) {
                turn();
            }
            return !ended;
        } finally {
            events.close();
        }
    }

    /** Whether the recording broke off in the middle of a line, known at its end. */
    boolean brokenOff() {
        return events.brokenOff();
    }

    private void turn() throws IOException, InterruptedException {
        Duration wait = paused ? FOREVER : untilNext();
        Optional<Key> key = remote.await(wait.isNegative() ? Duration.ZERO : wait);
        if (key.isPresent()) {
            obey(key.get());
        } else if (!paused) {
            since += (long) (at(next.orElseThrow()).minus(position).toNanos() / speed);
            step();
        }
    }

    private void obey(Key key) throws IOException {
        hold();
        switch (key) {
            case PAUSE -> paused = !paused;
            case BACK -> jump(position.minus(JUMP));
            case FORWARD -> jump(position.plus(JUMP));
            case FASTER -> speed = Math.min(FASTEST, speed * 2);
            case SLOWER -> speed = Math.max(SLOWEST, speed / 2);
            case QUIT -> ended = true;
        }
    }

    /** Brings the position up to this moment, so that what changes now changes nothing that was. */
    private void hold() {
        long now = remote.nanos();
        if (!paused) {
            Duration reached = position.plusNanos((long) ((now - since) * speed));
            Duration due = at(next.orElseThrow());
            position = reached.compareTo(due) > 0 ? due : reached;
        }
        since = now;
    }

    private Duration untilNext() {
        Duration left = at(next.orElseThrow()).minus(position);
        return Duration.ofNanos((long) (left.toNanos() / speed) - (remote.nanos() - since));
    }

    private void step() throws IOException {
        CastEvent event = next.orElseThrow();
        position = at(event);
        screen.show(event.data());
        next = events.next();
    }

    private void jump(Duration wanted) throws IOException {
        Duration to = wanted.isNegative() ? Duration.ZERO : wanted;
        if (to.compareTo(position) < 0) {
            rewind();
        }
        while (next.isPresent() && at(next.get()).compareTo(to) <= 0) {
            step();
        }
        position = to;
        since = remote.nanos();
    }

    private void rewind() throws IOException {
        events.close();
        screen.clear();
        events = new IdleLimit(cast, idleLimit);
        next = events.next();
    }

    private static Duration at(CastEvent event) {
        return Duration.of(event.micros(), ChronoUnit.MICROS);
    }
}
