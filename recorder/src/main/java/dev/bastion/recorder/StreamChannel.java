package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.StreamLimit.PastLimit;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The recording of a command without a terminal: {@code exec-N.stdin}, {@code .stdout} and {@code .stderr} as they were,
 * and {@code exec-N.index}, which says what ran and what came when ({@link StreamIndex}). A forwarded connection is the same
 * as {@code forward-N}: standard input is what the person sent there, standard output what came back.
 */
final class StreamChannel extends RedactedChannel implements StreamRecording {

    static final String STDIN = "stdin";
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";

    private static final String EXEC = "exec";
    private static final String FORWARD = "forward";

    private final String kind;
    private final RecordingFile file;
    private final StreamIndex index;
    private final StreamLimit limit;
    private final StreamSide stdin;
    private final StreamSide stdout;
    private final StreamSide stderr;
    private final AtomicLong stdinAccepted = new AtomicLong();
    private final AtomicLong stdoutAccepted = new AtomicLong();
    private final AtomicLong stderrAccepted = new AtomicLong();
    private volatile boolean pastLimit;
    private long unreadInput;
    private OptionalInt exit = OptionalInt.empty();

    private StreamChannel(SessionRecorder session, int number, String kind, StreamLimit limit, RecordingFile file) {
        super(session, number, 2);
        this.kind = kind;
        this.file = file;
        this.index = new StreamIndex(times);
        this.limit = limit;
        String base = base(kind, number);
        this.stdin = new StreamSide(session, STDIN, base + STDIN, limit.bytes());
        this.stdout = new StreamSide(session, STDOUT, base + STDOUT, limit.bytes());
        this.stderr = new StreamSide(session, STDERR, base + STDERR, limit.bytes());
    }

    /** Makes the index and writes what is about to run. */
    static StreamChannel exec(SessionRecorder session, int number, byte[] command, StreamLimit limit)
            throws IOException {
        return create(session, number, EXEC, StreamIndex.ofCommand(command), limit);
    }

    /** Makes the index and writes where to the connection is about to be. */
    static StreamChannel forward(SessionRecorder session, int number, String destination, StreamLimit limit)
            throws IOException {
        return create(session, number, FORWARD, Json.object().put("destination", destination), limit);
    }

    private static StreamChannel create(
            SessionRecorder session, int number, String kind, ObjectNode about, StreamLimit limit) throws IOException {
        RecordingFile index = StreamIndex.create(session, number, base(kind, number) + "index", about, limit);
        return new StreamChannel(session, number, kind, limit, index);
    }

    private static String base(String kind, int number) {
        return kind + "-" + number + ".";
    }

    @Override
    public void stdin(byte[] bytes, int offset, int length) {
        accept(Entry.Kind.INPUT, stdinAccepted, bytes, offset, length);
        session.tally().countInput(length);
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        accept(Entry.Kind.OUTPUT, stdoutAccepted, bytes, offset, length);
        session.tally().countOutput(length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        accept(Entry.Kind.ERRORS, stderrAccepted, bytes, offset, length);
        session.tally().countOutput(length);
    }

    private void accept(Entry.Kind kind, AtomicLong accepted, byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        accept(kind, bytes, offset, length, null);
        if (accepted.addAndGet(length) > limit.bytes()) {
            pastLimit = true;
        }
    }

    @Override
    public void marker(String label) {
        accept(Entry.Kind.MARKER, Json.cut(label));
    }

    @Override
    public void exit(int status) {
        accept(Entry.Kind.EXIT, status);
    }

    @Override
    public boolean pastLimitEnds() {
        return pastLimit && limit.then() == PastLimit.END;
    }

    @Override
    RecordingFile main() {
        return file;
    }

    @Override
    void write(Entry entry) throws IOException {
        switch (entry.kind) {
            case INPUT -> {
                gathered(entry.length);
                if (session.recordsInput()) {
                    redactor.input(entry.nanos, entry.bytes, entry.offset, entry.length);
                } else {
                    unreadInput += entry.length;
                }
            }
            case OUTPUT -> printed(entry, 0, stdout);
            case ERRORS -> printed(entry, 1, stderr);
            case EXIT -> {
                int status = (Integer) entry.what;
                exit = OptionalInt.of(status);
                index.exit(out, entry.nanos, status);
            }
            case MARKER -> index.marker(out, entry.nanos, (String) entry.what);
            case RESIZE, LINE, DIGEST, DIGEST_END, CLOSE ->
                throw new IllegalStateException("a stream has no " + entry.kind);
        }
    }

    private void printed(Entry entry, int which, StreamSide side) throws IOException {
        gathered(entry.length);
        redactor.output(which, entry.bytes, entry.offset, entry.length);
        take(side, entry.nanos, entry.bytes, entry.offset, entry.length);
    }

    private void take(StreamSide side, long nanos, byte[] bytes, int offset, int length) throws IOException {
        int kept = side.take(nanos, bytes, offset, length);
        index.bytes(out, nanos, side, length, kept);
    }

    @Override
    void writeKept(long nanos, byte[] bytes, int offset, int length) throws IOException {
        take(stdin, nanos, bytes, offset, length);
    }

    @Override
    void writeWithheld(long nanos, String prompt, int bytes) {
        index.withheld(out, nanos, bytes, prompt);
    }

    @Override
    void beforeFlush(LineBuffer buffer) {
        index.writePending(buffer);
    }

    @Override
    void writeLeftOver() throws IOException {
        for (StreamSide side : List.of(stdin, stdout, stderr)) {
            long tail = side.writeTail();
            if (tail > 0) {
                index.tail(out, session.nanos(), side, tail);
            }
        }
    }

    @Override
    void afterEnd() {
        List.of(stdin, stdout, stderr).forEach(StreamSide::release);
    }

    @Override
    void describe(ObjectNode facts) {
        facts.put("kind", kind);
        facts.put("file", file.name());
        exit.ifPresent(status -> facts.put("exit_status", status));
        if (session.recordsInput()) {
            stdin.describe(facts, withheld.bytes());
            withheld.describe(facts);
        } else {
            facts.putObject(STDIN).put("bytes", unreadInput).put("recorded", false);
        }
        stdout.describe(facts, 0);
        stderr.describe(facts, 0);
    }
}
