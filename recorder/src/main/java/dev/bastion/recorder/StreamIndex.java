package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * The index of a command's recording, {@code exec-N.index}, or a forwarded connection's, {@code forward-N.index}, whose
 * first line says what ran, or where to it went, and each further one what came when:
 *
 * <pre>
 * [0.012,"stdout",8192,0]        8192 bytes more in exec-N.stdout, 0 bytes not kept after them
 * [1.5,"withheld",9,"Password:"] 9 bytes of standard input withheld after that prompt
 * [1.75,"marker","signal INT"]   something besides the streams, in words
 * [2.25,"tail","stdout",1048576] exec-N.stdout.tail has the last so many bytes of those that were not kept
 * [2.25,"exit",0]
 * </pre>
 *
 * Lines go to a buffer; whoever writes that to the file calls {@link #writePending} first. For one thread.
 */
final class StreamIndex {

    private static final int LONGEST_COMMAND = 64 << 10;

    /** Pieces of one stream within this time share a line of the index. */
    private static final long ONE_LINE_MICROS = 1000;

    private final EventTimes times;
    private StreamSide pending;
    private long pendingMicros;
    private long pendingKept;
    private long pendingSkipped;

    StreamIndex(EventTimes times) {
        this.times = times;
    }

    /** Makes the file and writes its first line, with what is known of the channel beforehand. */
    static RecordingFile create(SessionRecorder session, int number, String name, ObjectNode about, StreamLimit limit)
            throws IOException {
        RecordingFile file = session.files().create(name);
        ObjectNode header = Json.object();
        header.put("version", 1);
        header.put("timestamp", session.now().getEpochSecond());
        header.setAll(about);
        header.putObject("limit")
                .put("bytes", limit.bytes())
                .put("then", limit.then().name().toLowerCase(Locale.ROOT));
        ObjectNode bastion = header.putObject("bastion");
        session.page().describe(bastion);
        bastion.put("channel", number);
        byte[] line = Json.line(header);
        session.files().append(file, line, 0, line.length);
        return file;
    }

    /** The command for the first line. */
    static ObjectNode ofCommand(byte[] command) {
        ObjectNode header = Json.object();
        byte[] kept = command.length > LONGEST_COMMAND ? Arrays.copyOf(command, LONGEST_COMMAND) : command;
        String text = new String(kept, StandardCharsets.UTF_8);
        header.put("command", text);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), kept)) {
            header.put("command_base64", Base64.getEncoder().encodeToString(kept));
        }
        if (kept.length < command.length) {
            MessageDigest digest = Sha256.start();
            digest.update(command);
            header.put("command_length", command.length);
            header.put("command_sha256", Sha256.hex(digest));
        }
        return header;
    }

    /** A stream brought so many bytes, of which the first were kept; waits for more to share the line with. */
    void bytes(LineBuffer out, long nanos, StreamSide side, int length, int kept) {
        long micros = times.micros(nanos);
        // After a gap nothing may be joined: a line tells of kept bytes first and of the gap behind them.
        if (pending != side || micros - pendingMicros > ONE_LINE_MICROS || (pendingSkipped > 0 && kept > 0)) {
            writePending(out);
            pending = side;
            pendingMicros = micros;
        }
        pendingKept += kept;
        pendingSkipped += length - kept;
    }

    /** Writes the line that waited. */
    void writePending(LineBuffer out) {
        if (pending == null) {
            return;
        }
        begin(out, pendingMicros, pending.name());
        out.number(pendingKept);
        out.ascii(',');
        out.number(pendingSkipped);
        out.text("]\n");
        pending = null;
        pendingKept = 0;
        pendingSkipped = 0;
    }

    void withheld(LineBuffer out, long nanos, int bytes, String prompt) {
        line(out, nanos, "withheld");
        out.number(bytes);
        out.ascii(',');
        quoted(out, prompt);
    }

    void marker(LineBuffer out, long nanos, String label) {
        line(out, nanos, "marker");
        quoted(out, label);
    }

    private static void quoted(LineBuffer out, String last) {
        out.text(Json.object().textNode(last).toString());
        out.text("]\n");
    }

    void tail(LineBuffer out, long nanos, StreamSide side, long bytes) {
        line(out, nanos, "tail");
        out.text("\"" + side.name() + "\",");
        out.number(bytes);
        out.text("]\n");
    }

    void exit(LineBuffer out, long nanos, int status) {
        line(out, nanos, "exit");
        out.text(Integer.toString(status));
        out.text("]\n");
    }

    private void line(LineBuffer out, long nanos, String kind) {
        writePending(out);
        begin(out, times.micros(nanos), kind);
    }

    private static void begin(LineBuffer out, long micros, String kind) {
        out.ascii('[');
        out.seconds(micros);
        out.text(",\"" + kind + "\",");
    }
}
