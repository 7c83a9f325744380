package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The recording of an agent's use: {@code agent-N.jsonl}, whose first line says what the others are. */
final class AgentChannel extends LiveChannel implements AgentRecording {

    private final RecordingFile file;
    private final LongAdder toTarget = new LongAdder();
    private final LongAdder toPerson = new LongAdder();
    private long lines;
    private long signaturesAsked;

    /** One message of the agent protocol, as far as it is kept. */
    private record Message(Instant at, String side, String what, Optional<String> key) {}

    private AgentChannel(SessionRecorder session, int number, RecordingFile file) {
        super(session, number);
        this.file = file;
    }

    static AgentChannel create(SessionRecorder session, int number) throws IOException {
        RecordingFile file = session.files().create("agent-" + number + ".jsonl");
        ObjectNode header = Json.object();
        header.put("version", 1);
        header.put("timestamp", session.now().getEpochSecond());
        ObjectNode bastion = header.putObject("bastion");
        session.page().describe(bastion);
        bastion.put("channel", number);
        byte[] line = Json.line(header);
        session.files().append(file, line, 0, line.length);
        return new AgentChannel(session, number, file);
    }

    @Override
    public void asked(String what, Optional<String> key) {
        accept(Entry.Kind.LINE, new Message(session.now(), DeedsReader.ASKED, what, key));
    }

    @Override
    public void answered(String how) {
        accept(Entry.Kind.LINE, new Message(session.now(), "answered", how, Optional.empty()));
    }

    @Override
    public void raw(Direction direction, long bytes) {
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

    @Override
    RecordingFile main() {
        return file;
    }

    @Override
    void write(Entry entry, LineBuffer out) {
        if (entry.kind != Entry.Kind.LINE) {
            throw new IllegalStateException("an agent has no " + entry.kind);
        }
        Message message = (Message) entry.what;
        ObjectNode line = Json.object();
        line.put("session", session.session());
        line.put("channel", number);
        line.put("seq", ++lines);
        line.put("at", message.at().toString());
        line.put(message.side(), Json.cut(message.what()));
        message.key().ifPresent(key -> {
            signaturesAsked++;
            line.put(DeedsReader.KEY, Json.cut(key));
        });
        out.bytes(Json.line(line));
    }

    @Override
    void writeEnd(LineBuffer out) {
        // Each message has its line already.
    }

    @Override
    long takeGathered() {
        return 0;
    }

    @Override
    long undecided() {
        return 0;
    }

    @Override
    void describe(ObjectNode facts) {
        facts.put("kind", "agent");
        facts.put("file", file.name());
        facts.put("lines", lines);
        facts.put("signatures_asked", signaturesAsked);
        facts.put("to_target_bytes", toTarget.sum());
        facts.put("to_person_bytes", toPerson.sum());
    }
}
