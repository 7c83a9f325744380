package dev.bastion.recorder.asciicast;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays a recording for somebody who holds the clock: asked with the present time it gives the events that are due and says
 * how long to wait for the next. Speed, pauses and jumps move the place in the recording; gaps are cut to the idle limit.
 *
 * <p>Times handed in are nanoseconds of any steady clock. For one thread.
 */
public final class CastPlayer implements Closeable {

    private static final double SLOWEST = 1.0 / 16;
    private static final double FASTEST = 64;

    private final Cast cast;
    private final long idleLimitMicros;
    private Cast.Events events;
    private Optional<CastEvent> ahead = Optional.empty();
    private long aheadAt;
    private long lastMicros;
    private long lastAt;
    private double speed;
    private boolean paused;
    private long anchorNanos;
    private double anchorMicros;
    private boolean ended;

    /**
     * Begins at the beginning.
     *
     * @param speed 1 as it was, 2 twice as fast; kept between 1/16 and 64
     * @param idleLimit the longest gap that is waited for; without it gaps are as they were, or as the recording says
     * @param nanos the present time
     */
    public CastPlayer(Cast cast, double speed, Optional<Duration> idleLimit, long nanos) throws IOException {
        this.cast = requireNonNull(cast, "cast is null");
        this.speed = sane(speed);
        this.idleLimitMicros = idleLimit
                .map(CastPlayer::micros)
                .orElseGet(() -> cast.header().idleLimit().isPresent()
                        ? (long) (cast.header().idleLimit().getAsDouble() * 1e6)
                        : Long.MAX_VALUE);
        this.anchorNanos = nanos;
        rewind();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    private static double sane(double speed) {
        return Math.min(FASTEST, Math.max(SLOWEST, speed));
    }

    /** The events that are due, in order; none while paused. */
    public List<CastEvent> due(long nanos) throws IOException {
        double place = place(nanos);
        List<CastEvent> due = new ArrayList<>();
        while (ahead.isPresent() && aheadAt <= place) {
            due.add(ahead.get());
            advance();
        }
        return due;
    }

    /** How long until the next event; nothing while paused and after the end. */
    public Optional<Duration> untilNext(long nanos) {
        if (paused || ahead.isEmpty()) {
            return Optional.empty();
        }
        double wait = Math.max(0, (aheadAt - place(nanos)) / speed);
        return Optional.of(Duration.ofNanos((long) Math.ceil(wait * 1000)));
    }

    /** Whether all events were given. */
    public boolean finished() {
        return ahead.isEmpty();
    }

    /** Whether the recording broke off in the middle of a line; known once it is finished. */
    public boolean brokenOff() {
        return ended && events.brokenOff();
    }

    public boolean paused() {
        return paused;
    }

    public double speed() {
        return speed;
    }

    /** The place in the recording, gaps cut. */
    public Duration position(long nanos) {
        return Duration.ofNanos((long) (place(nanos) * 1000));
    }

    /** Halts or goes on. */
    public void pause(boolean halted, long nanos) {
        anchor(nanos);
        paused = halted;
    }

    /** Plays at another speed from here on. */
    public void speed(double faster, long nanos) {
        anchor(nanos);
        speed = sane(faster);
    }

    /** While paused, gives the next event at once and stands there. */
    public List<CastEvent> step() throws IOException {
        if (ahead.isEmpty()) {
            return List.of();
        }
        CastEvent next = ahead.get();
        anchorMicros = aheadAt;
        advance();
        return List.of(next);
    }

    /**
     * Jumps. Forwards, the events between are due at once; backwards, the screen must be cleared, since everything from the
     * beginning up to there is due again.
     *
     * @param by how far, negative for backwards
     * @return whether the screen must be cleared first
     */
    public boolean seek(Duration by, long nanos) throws IOException {
        double to = Math.max(0, place(nanos) + micros(by));
        anchorNanos = nanos;
        anchorMicros = to;
        if (by.isNegative()) {
            double target = to;
            rewind();
            anchorNanos = nanos;
            anchorMicros = target;
            return true;
        }
        return false;
    }

    private void rewind() throws IOException {
        close();
        events = cast.open();
        ended = false;
        lastMicros = 0;
        lastAt = 0;
        advance();
    }

    private void advance() throws IOException {
        ahead.ifPresent(given -> {
            lastMicros = given.micros();
            lastAt = aheadAt;
        });
        ahead = events.next();
        if (ahead.isEmpty()) {
            ended = true;
            return;
        }
        aheadAt = lastAt + Math.min(idleLimitMicros, ahead.get().micros() - lastMicros);
    }

    private void anchor(long nanos) {
        anchorMicros = place(nanos);
        anchorNanos = nanos;
    }

    private double place(long nanos) {
        double place = paused ? anchorMicros : anchorMicros + (nanos - anchorNanos) / 1000.0 * speed;
        return ended ? Math.min(place, (double) lastAt) : place;
    }

    @Override
    public void close() throws IOException {
        if (events != null) {
            events.close();
        }
    }
}
