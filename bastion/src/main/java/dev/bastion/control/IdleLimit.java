package dev.bastion.control;

import dev.bastion.recorder.asciicast.Cast;
import dev.bastion.recorder.asciicast.CastEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a recording put on the screen, every pause in it cut to a limit. Used by one thread. */
final class IdleLimit implements AutoCloseable {
    private final Cast.Events events;
    private final long limit;
    private long before;
    private long saved;

    /** Begins at the recording's start; events that show nothing are passed over. */
    IdleLimit(Cast cast, Duration limit) throws IOException {
        this.events = cast.open();
        this.limit = TimeUnit.NANOSECONDS.toMicros(limit.toNanos());
    }

    Optional<CastEvent> next() throws IOException {
        while (true) {
            Optional<CastEvent> event = events.next();
            if (event.isEmpty() || event.get().isOutput()) {
                return event.map(this::shortened);
            }
        }
    }

    boolean brokenOff() {
        return events.brokenOff();
    }

    @Override
    public void close() throws IOException {
        events.close();
    }

    private CastEvent shortened(CastEvent event) {
        saved += Math.max(0, event.micros() - before - limit);
        before = event.micros();
        return new CastEvent(event.micros() - saved, event.code(), event.data());
    }
}
