package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The recording of an agent's use: {@code agent-N.jsonl}, whose first line says what the others are. */
final class AgentChannel extends LinesChannel implements AgentRecording {

    private long signaturesAsked;

    /** One message of the agent protocol, as far as it is kept. */
    private record Message(Instant at, String side, String what, Optional<String> key) {}

    private AgentChannel(SessionRecorder session, int number, RecordingFile file) {
        super(session, number, file);
    }

    static AgentChannel create(SessionRecorder session, int number) throws IOException {
        return new AgentChannel(session, number, create(session, number, "agent", Json.object()));
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
    void write(Entry entry, LineBuffer out) {
        if (entry.kind != Entry.Kind.LINE) {
            throw new IllegalStateException("an agent has no " + entry.kind);
        }
        Message message = (Message) entry.what;
        ObjectNode line = nextLine();
        line.put("at", message.at().toString());
        line.put(message.side(), Json.cut(message.what()));
        message.key().ifPresent(key -> {
            signaturesAsked++;
            line.put(DeedsReader.KEY, Json.cut(key));
        });
        write(line, out);
    }

    @Override
    void writeEnd(LineBuffer out) {
        // Each message has its line already.
    }

    @Override
    void describe(ObjectNode facts) {
        describe(facts, "agent");
        facts.put("signatures_asked", signaturesAsked);
    }
}
