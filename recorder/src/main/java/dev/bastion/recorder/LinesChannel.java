package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The recording of a channel of which lines are kept instead of bytes: one JSON object each, numbered, behind a first line that
 * says what they are.
 */
abstract class LinesChannel extends LiveChannel {
    private final RecordingFile file;
    private final LongAdder toTarget = new LongAdder();
    private final LongAdder toPerson = new LongAdder();
    private long lines;

    LinesChannel(SessionRecorder session, int number, RecordingFile file) {
        super(session, number);
        this.file = file;
    }

    /**
     * Makes the file with its first line.
     *
     * @param about what that says besides
     */
    static RecordingFile create(SessionRecorder session, int number, String name, ObjectNode about) throws IOException {
        RecordingFile file = session.files().create(name + "-" + number + ".jsonl");
        ObjectNode header = Json.object();
        header.put("version", 1);
        header.put("timestamp", session.now().getEpochSecond());
        header.setAll(about);
        ObjectNode bastion = header.putObject("bastion");
        session.page().describe(bastion);
        bastion.put("channel", number);
        byte[] line = Json.line(header);
        session.files().append(file, line, 0, line.length);
        return file;
    }

    /** Adds to the count of bytes that the channel carried in a direction; on any thread. */
    public final void raw(Direction direction, long bytes) {
        switch (direction) {
            case TO_TARGET -> {
                toTarget.add(bytes);
                session.tally().countInput(bytes);
            }
            case TO_PERSON -> {
                toPerson.add(bytes);
                session.tally().countOutput(bytes);
            }
        }
    }

    /** The beginning of the next line. */
    final ObjectNode nextLine() {
        ObjectNode line = Json.object();
        line.put("session", session.session());
        line.put("channel", number);
        line.put("seq", ++lines);
        return line;
    }

    static void write(ObjectNode line, LineBuffer out) {
        out.bytes(Json.line(line));
    }

    @Override
    final RecordingFile main() {
        return file;
    }

    @Override
    final long takeGathered() {
        return 0;
    }

    @Override
    final long undecided() {
        return 0;
    }

    /** Adds what all of them say at their end. */
    final void describe(ObjectNode facts, String kind) {
        facts.put("kind", kind);
        facts.put("file", file.name());
        facts.put("lines", lines);
        facts.put("to_target_bytes", toTarget.sum());
        facts.put("to_person_bytes", toPerson.sum());
    }
}
