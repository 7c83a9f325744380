package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One session's log of events, a JSON object a line: when it was, what it was, what is known of it. Notes are events that
 * callers bring; of those there may be only so many. On the session's lane, but for {@link #note}.
 */
final class EventLog {

    private static final int MOST_NOTES_WAITING = 1000;
    private static final int MOST_NOTES = 20_000;

    private final RecordingFile file;
    private final SessionFiles files;
    private final RecordingState state;
    private final Tally tally;
    private final Lane lane;
    private final Clock clock;
    private final AtomicInteger notesWaiting = new AtomicInteger();
    private int notes;
    private boolean notesEnded;

    private EventLog(
            RecordingFile file, SessionFiles files, RecordingState state, Tally tally, Lane lane, Clock clock) {
        this.file = file;
        this.files = files;
        this.state = state;
        this.tally = tally;
        this.lane = lane;
        this.clock = clock;
    }

    static EventLog create(SessionFiles files, RecordingState state, Tally tally, Lane lane, Clock clock)
            throws IOException {
        return new EventLog(files.create(SessionDirectory.EVENTS), files, state, tally, lane, clock);
    }

    void write(String kind, ObjectNode about) throws IOException {
        byte[] bytes = line(kind, about);
        files.append(file, bytes, 0, bytes.length);
    }

    /** Like {@link #write}, but where it cannot be written the recording fails. */
    void writeOrFail(String kind, ObjectNode about) {
        try {
            write(kind, about);
        } catch (IOException failed) {
            state.failed(failed);
        }
    }

    /** The event behind which no other stands. */
    void writeLast(String kind, ObjectNode about) throws IOException {
        files.appendLast(file, line(kind, about));
    }

    private byte[] line(String kind, ObjectNode about) {
        ObjectNode line = Json.object();
        line.put("at", clock.instant().toString());
        line.put("event", kind);
        line.setAll(about);
        return Json.line(line);
    }

    /** Takes an event from any thread; drops it where too many wait or were written. */
    void note(String kind, Map<String, String> about) {
        if (notesWaiting.incrementAndGet() > MOST_NOTES_WAITING) {
            notesWaiting.decrementAndGet();
            tally.countNoteDropped();
            return;
        }
        lane.execute(() -> {
            notesWaiting.decrementAndGet();
            if (state.hasFailed() || notesEnded || ++notes > MOST_NOTES) {
                tally.countNoteDropped();
                return;
            }
            writeOrFail(Json.cut(kind), Json.of(about));
        });
    }

    /** Drops the notes that still come, because the session is being sealed. */
    void endNotes() {
        notesEnded = true;
    }
}
